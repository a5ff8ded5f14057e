package io.sealbus.verification.sigstore;

import java.time.Instant;

/**
 * What came of reading a TrustRoot's TUF repository. It is done where policies are taken in, and
 * stands in the record beside what the resource says.
 */
public sealed interface TrustResolution {
  /** Nobody has read it yet. Whoever needs it cannot be answered. */
  record Pending() implements TrustResolution {}

  /**
   * The repository was read, and its metadata was valid then.
   *
   * @param trustedRoot a Sigstore trusted root as protobuf-JSON
   * @param root version of the TUF root metadata
   * @param targets version of the TUF targets metadata
   */
  record Resolved(String trustedRoot, long root, long targets) implements TrustResolution {}

  /**
   * The repository was read once, but could not be refreshed before its metadata expired. TUF
   * forbids to go on with it: somebody may be keeping a revocation from us.
   *
   * @param last what was read
   * @param since when the first of its metadata expired
   * @param why why it could not be refreshed
   */
  record Stale(Resolved last, Instant since, String why) implements TrustResolution {}

  /**
   * It could not be read, not even once.
   *
   * @param why why
   */
  record Failed(String why) implements TrustResolution {}
}
