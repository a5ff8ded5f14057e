package io.sealbus.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.standalone.output.Table;
import io.sealbus.standalone.output.Text;

/** Verdicts as tables: a row for the cluster, and one for each namespace of its own mind. */
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
