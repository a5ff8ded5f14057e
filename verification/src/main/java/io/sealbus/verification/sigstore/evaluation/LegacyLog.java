package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Refusal;
import java.time.Instant;

/** Where signatures must have an entry. */
interface LegacyLog {
  /** The controller's words for a signature without one. */
  String missing();

  /** When the log took the entry, which is about {@code layer} and whom {@code signer} means. */
  Instant require(LegacySignature layer, LegacySigner signer) throws Refusal;
}
