package io.sealbus.signaturefetcher.source;

import io.vertx.core.json.JsonObject;

/** What a sender that was admitted is told. */
sealed interface Reply {
  /** Its delivery is safe, and so will never have to come again. */
  record Safe(JsonObject counts) implements Reply {}

  /** Its subscription is confirmed. */
  record Confirmed(String code) implements Reply {}

  /** Neither bus nor disk took it; it has to come again. */
  record Unavailable() implements Reply {}
}
