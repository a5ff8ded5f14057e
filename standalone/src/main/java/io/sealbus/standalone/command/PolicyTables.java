package io.sealbus.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.standalone.output.Table;
import java.util.ArrayList;

/** Policies and changes of policies as tables. */
final class PolicyTables {
  private PolicyTables() {}

  static Table changes(JsonNode changes) {
    var table = new Table("KIND", "NAMESPACE", "NAME", "ACTION", "GENERATION", "POLICY VERSION");
    for (JsonNode change : changes) {
      table.row(
          change.path("kind").asText(),
          orDash(change.path("namespace")),
          change.path("name").asText(),
          change.path("action").asText(),
          change.path("generation").asText(),
          orDash(change.path("policyVersion")));
    }
    return table;
  }

  static Table policies(JsonNode policies) {
    var table = new Table("KIND", "NAMESPACE", "NAME", "POLICY VERSION", "ORIGIN", "SCOPES");
    for (JsonNode policy : policies) {
      var scopes = new ArrayList<String>();
      policy.path("scopes").forEach(s -> scopes.add(s.asText()));
      table.row(
          policy.path("kind").asText(),
          orDash(policy.path("namespace")),
          policy.path("name").asText(),
          policy.path("policyVersion").asText(),
          policy.path("origin").asText(),
          String.join(", ", scopes));
    }
    return table;
  }

  static Table nodeFiles(JsonNode files) {
    var table = new Table("PATH", "BYTES", "POLICY VERSION", "DISRUPTION", "REFUSED", "SHA-256");
    for (JsonNode file : files) {
      table.row(
          file.path("path").asText(),
          file.path("size").asText(),
          file.path("policyVersion").asText(),
          orDash(file.path("disruption")),
          orDash(file.path("refused")),
          file.path("sha256").asText());
    }
    return table;
  }

  /** A row for each condition and finding. */
  static Table status(JsonNode statuses) {
    var table = new Table("POLICY", "TYPE", "STATUS", "REASON", "WHY");
    for (JsonNode status : statuses) {
      String policy = status.path("policy").asText();
      for (JsonNode c : status.path("conditions")) {
        table.row(
            policy,
            c.path("type").asText(),
            c.path("status").asText(),
            c.path("reason").asText(),
            c.path("message").asText());
      }
      for (JsonNode finding : status.path("findings")) {
        table.row(
            policy, "-", "-", finding.path("code").asText(), finding.path("message").asText());
      }
    }
    return table;
  }

  static String orDash(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.asText().isEmpty() ? "-" : node.asText();
  }
}
