package io.sealbus.signaturefetcher.pods;

import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image that a pod names, or that a node says it runs: by tag or by digest, and not by both.
 *
 * @param tag null for one by digest
 * @param digest null for one by tag
 */
public record UsedImage(RepositoryName repository, @Nullable String tag, @Nullable Digest digest) {
  /**
   * The image that {@code text} stands for: a reference as pods have it, or an image id as nodes
   * report it, which may have a scheme before it. An id without a repository is a node's own and
   * says nothing about a registry. Never throws.
   */
  static Optional<UsedImage> parse(String text) {
    int scheme = text.indexOf("://");
    String reference = scheme < 0 ? text : text.substring(scheme + "://".length());
    if (Digest.parse(reference).isPresent()) {
      return Optional.empty();
    }
    try {
      ImageReference parsed = ImageReference.parse(reference).withDefaultTag();
      // Beside a digest, a tag is a comment: it is by the digest that nodes pull.
      Digest digest = parsed.digest();
      return RepositoryName.parse(parsed.registry(), parsed.repository())
          .map(name -> new UsedImage(name, digest == null ? parsed.tag() : null, digest));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }
}
