package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.CLAIM_DIGEST_MISMATCH;
import static io.sealbus.verification.ReasonCode.MALFORMED;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.containers.PlainPayload;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.LenientMembers;
import io.sealbus.verification.reference.Digest;

/**
 * What a signature says: the digest of an image. The controller looks at nothing else of the
 * payload, neither at the image's name nor at the type.
 */
final class ImageClaim {
  private static final int MAX_BYTES = 4 << 20;

  private ImageClaim() {}

  /** Refuses a payload, whose signature was found good, that is not about {@code digest}. */
  static void requireAbout(byte[] payload, Digest digest) throws Refusal {
    String found = claimed(payload);
    if (!found.equals(digest.text())) {
      throw new Refusal(
          CLAIM_DIGEST_MISMATCH, "invalid or missing digest in claim: " + Quoted.of(found));
    }
  }

  private static String claimed(byte[] payload) throws Refusal {
    Digest plain = PlainPayload.digest(payload);
    return plain == null ? claimedByAny(payload) : plain.text();
  }

  /** As {@link #claimed}, whatever the form. */
  static String claimedByAny(byte[] payload) throws Refusal {
    try {
      LenientMembers members = LenientMembers.of("$", JsonParser.parse(payload, MAX_BYTES));
      LenientMembers critical = members.object("critical");
      LenientMembers image = critical == null ? null : critical.object("image");
      String digest = image == null ? null : image.string("docker-manifest-digest");
      return digest == null ? "" : digest;
    } catch (InvalidJsonException e) {
      throw new Refusal(MALFORMED, "payload " + e.path() + ": " + e.getMessage());
    }
  }
}
