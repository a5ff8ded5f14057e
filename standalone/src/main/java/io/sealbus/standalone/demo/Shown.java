package io.sealbus.standalone.demo;

import io.sealbus.schemas.NamespaceResultRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.standalone.server.VerdictWatch;
import java.util.List;

/**
 * What was decided about one image of the demo.
 *
 * @param decision empty where there is no verdict
 * @param code of the first reason; empty where there is none
 * @param message of the first reason
 */
public record Shown(
    String reference,
    String about,
    String where,
    String decision,
    String code,
    String message,
    boolean asExpected) {
  private static final String CLUSTER = "everywhere";

  static Shown of(Exhibit exhibit, VerdictWatch watch) {
    return watch
        .of(Exhibition.reference(exhibit))
        .map(verdict -> of(exhibit, verdict))
        .orElseGet(() -> of(exhibit, "", List.of()));
  }

  private static Shown of(Exhibit exhibit, VerdictRecord verdict) {
    String namespace = exhibit.namespace();
    if (namespace == null) {
      return of(exhibit, verdict.getDecision().name(), verdict.getReasons());
    }
    for (NamespaceResultRecord result : verdict.getNamespaces()) {
      if (result.getNamespace().equals(namespace)) {
        return of(exhibit, result.getDecision().name(), result.getReasons());
      }
    }
    return of(exhibit, "", List.of());
  }

  private static Shown of(Exhibit exhibit, String decision, List<ReasonRecord> reasons) {
    String code = reasons.isEmpty() ? "" : reasons.getFirst().getCode();
    return new Shown(
        Exhibition.reference(exhibit),
        exhibit.about(),
        exhibit.namespace() == null ? CLUSTER : "namespace " + exhibit.namespace(),
        decision,
        code,
        reasons.isEmpty() ? "" : reasons.getFirst().getMessage(),
        decision.equals(exhibit.decision().name()) && code.equals(exhibit.reason().name()));
  }
}
