package io.sealbus.signaturefetcher.source;

import io.sealbus.verification.reference.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags that hold no image but what is attached to one.
 *
 * @see <a
 *     href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md#tag-based-discovery">cosign,
 *     tag-based discovery</a>
 */
public final class AttachedTag {
  /** The tags of signatures, attestations and SBOMs; a policy may prefix them. */
  private static final Pattern ATTACHED =
      Pattern.compile("[A-Za-z0-9_.-]*?sha256-([0-9a-f]{64})\\.(sig|att|sbom)");

  /** The tag of a list of referrers, which nothing can prefix. */
  private static final Pattern REFERRERS = Pattern.compile("sha256-([0-9a-f]{64})");

  private AttachedTag() {}

  /** The digest that what {@code tag} names is attached to; empty for the tag of an image. */
  public static Optional<Digest> subject(String tag) {
    Matcher attached = ATTACHED.matcher(tag);
    Matcher referrers = REFERRERS.matcher(tag);
    if (attached.matches()) {
      return Digest.parse("sha256:" + attached.group(1));
    }
    return referrers.matches() ? Digest.parse("sha256:" + referrers.group(1)) : Optional.empty();
  }

  /** Whether {@code tag} holds an SBOM, which is no evidence by itself. */
  public static boolean isSbom(String tag) {
    Matcher attached = ATTACHED.matcher(tag);
    return attached.matches() && attached.group(2).equals("sbom");
  }
}
