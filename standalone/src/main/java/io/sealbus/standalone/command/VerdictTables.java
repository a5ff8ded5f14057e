package io.sealbus.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.standalone.output.Table;
import io.sealbus.standalone.output.Text;

/**
 * Verdicts as tables: a row for the cluster, one for each namespace of its own mind, and one for
 * each mirror that nodes pull from.
 */
final class VerdictTables {
  private static final int WHY = 120;

  private VerdictTables() {}

  static Table verdicts(JsonNode verdicts) {
    var table = new Table("IMAGE", "NAMESPACE", "DECISION", "REASON", "POLICY VERSION", "WHY");
    for (JsonNode verdict : verdicts) {
      row(table, verdict, verdict, "*");
      for (JsonNode namespace : verdict.path("namespaces")) {
        row(table, verdict, namespace, namespace.path("namespace").asText());
      }
      for (JsonNode result : verdict.path("results")) {
        if (!result.path("location").isMissingNode() && !result.path("location").isNull()) {
          mirror(table, verdict, result);
        }
      }
    }
    return table;
  }

  private static void row(Table table, JsonNode verdict, JsonNode result, String namespace) {
    JsonNode reason = result.path("reasons").path(0);
    table.row(
        verdict.path("reference").asText(),
        namespace,
        result.path("decision").asText(),
        PolicyTables.orDash(reason.path("code")),
        verdict.path("policyVersion").asText(),
        Text.cut(reason.path("message").asText(), WHY));
  }

  /** What a node decides at a mirror; the command that the message may hold is not cut. */
  private static void mirror(Table table, JsonNode verdict, JsonNode result) {
    JsonNode reason = result.path("reasons").path(0);
    table.row(
        verdict.path("reference").asText() + " at " + result.path("location").asText(),
        result.path("namespace").asText("*"),
        result.path("decision").asText(),
        PolicyTables.orDash(reason.path("code")),
        verdict.path("policyVersion").asText(),
        Text.printable(reason.path("message").asText()));
  }

  /** One event of the stream on one line. */
  static String line(JsonNode event) {
    String reference = event.path("reference").asText();
    if (!event.has("decision")) {
      return "GONE       " + Text.printable(reference);
    }
    JsonNode reason = event.path("reasons").path(0);
    return Text.printable(
        "%-10s %s  %s"
            .formatted(event.path("decision").asText(), reference, reason.path("code").asText()));
  }
}
