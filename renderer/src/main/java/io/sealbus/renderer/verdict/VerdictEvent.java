package io.sealbus.renderer.verdict;

import io.sealbus.schemas.VerdictRecord;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A change on its way to streams; its text is made once, when the first stream wants it. */
final class VerdictEvent {
  private final VerdictChange change;
  private volatile @Nullable String text;

  VerdictEvent(VerdictChange change) {
    this.change = change;
  }

  VerdictChange change() {
    return change;
  }

  boolean concerns(VerdictFilter filter) {
    VerdictRecord verdict = change.verdict();
    return verdict == null ? filter.matchesGone(change.reference()) : filter.matches(verdict);
  }

  /** The event's type and data, as a server-sent event has them. */
  String text() {
    String known = text;
    if (known == null) {
      VerdictRecord verdict = change.verdict();
      known =
          verdict == null
              ? ServerSentEvents.event(
                  "gone", new JsonObject().put("reference", change.reference()))
              : ServerSentEvents.event("verdict", VerdictJson.of(verdict));
      text = known;
    }
    return known;
  }
}
