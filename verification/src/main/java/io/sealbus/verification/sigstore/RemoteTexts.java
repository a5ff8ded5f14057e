package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.FindingCode;

/** Who fetches the policy texts that stand behind URLs. */
@FunctionalInterface
public interface RemoteTexts {
  /** Fetches nothing. */
  RemoteTexts NONE =
      (url, sha256) ->
          new Fetched.Not(
              FindingCode.REMOTE_TEXT_NOT_ALLOWED, "no host is configured to fetch texts from");

  /**
   * Fetches one.
   *
   * @param sha256 of the content, in lower-case hex
   */
  Fetched fetch(String url, String sha256);

  /** What came of it. */
  sealed interface Fetched {
    /** The content, whose hash was compared. */
    record Text(String text) implements Fetched {}

    /** Nothing that may be used. */
    record Not(FindingCode code, String why) implements Fetched {}
  }
}
