package io.sealbus.verification.containers;

import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;

/**
 * A {@link SignedIdentity} ready for use.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md#signedby">containers-policy.json(5),
 *     signedIdentity</a>
 */
@FunctionalInterface
interface IdentityRule {
  /**
   * Whether a signature for {@code signed} may stand for {@code image}, which has a tag or a
   * digest.
   */
  boolean accepts(ImageReference image, ImageReference signed);

  static IdentityRule of(SignedIdentity identity) {
    return switch (identity) {
      case SignedIdentity.MatchExact ignored ->
          (image, signed) -> !signed.isNameOnly() && !image.isNameOnly() && signed.equals(image);
      case SignedIdentity.MatchRepoDigestOrExact ignored -> IdentityRule::repoDigestOrExact;
      case SignedIdentity.MatchRepository ignored ->
          (image, signed) -> signed.name().equals(image.name());
      case SignedIdentity.ExactReference exact -> exactReference(exact.dockerReference());
      case SignedIdentity.ExactRepository exact -> exactRepository(exact.dockerRepository());
      case SignedIdentity.RemapIdentity remap -> (image, signed) -> remapped(remap, image, signed);
    };
  }

  private static boolean repoDigestOrExact(ImageReference image, ImageReference signed) {
    if (signed.isNameOnly()) {
      return false;
    }
    if (image.tag() != null) {
      return signed.equals(image);
    }
    return image.digest() != null && signed.name().equals(image.name());
  }

  private static IdentityRule exactReference(String text) {
    try {
      ImageReference expected = ImageReference.parse(text);
      return (image, signed) ->
          !expected.isNameOnly() && !signed.isNameOnly() && signed.equals(expected);
    } catch (InvalidReferenceException e) {
      return (image, signed) -> false;
    }
  }

  private static IdentityRule exactRepository(String text) {
    try {
      String expected = ImageReference.parse(text).name();
      return (image, signed) -> signed.name().equals(expected);
    } catch (InvalidReferenceException e) {
      return (image, signed) -> false;
    }
  }

  private static boolean remapped(
      SignedIdentity.RemapIdentity remap, ImageReference image, ImageReference signed) {
    String prefix = remap.prefix();
    if (!image.name().equals(prefix) && !image.name().startsWith(prefix + "/")) {
      return repoDigestOrExact(image, signed);
    }
    String text = remap.signedPrefix() + image.toString().substring(prefix.length());
    try {
      ImageReference mapped = ImageReference.parse(text);
      // What is not already in normalized form is refused rather than completed.
      return mapped.toString().equals(text) && repoDigestOrExact(mapped, signed);
    } catch (InvalidReferenceException e) {
      return false;
    }
  }
}
