package io.sealbus.verifier.records;

import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.verdict.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bus's records as the law's values. What a foreign producer wrote wrongly becomes a
 * reason, never a pass.
 */
public final class Subjects {
  private Subjects() {}

  /** What the reference stands for. */
  public static Manifest manifest(ImageRecord image) {
    Optional<Digest> digest = Optional.ofNullable(image.getDigest()).flatMap(Digest::parse);
    if (digest.isEmpty()) {
      return new Manifest.Unresolved(failure(image.getFailure(), "the digest is not known"));
    }
    if (image.getPlatforms().isEmpty()) {
      return isIndex(image.getMediaType())
          ? new Manifest.Unresolved(
              Reason.of(ReasonCode.PLATFORM_NOT_FOUND, "the index has no runnable instance"))
          : new Manifest.Single(digest.get());
    }
    var instances = new ArrayList<Manifest.Instance>();
    for (var platform : image.getPlatforms()) {
      Optional<Digest> instance = Digest.parse(platform.getDigest());
      if (instance.isEmpty()) {
        return new Manifest.Unresolved(
            Reason.of(ReasonCode.REGISTRY_ERROR, "an instance of the index has no usable digest"));
      }
      instances.add(new Manifest.Instance(platform.getPlatform(), instance.get()));
    }
    return new Manifest.Index(digest.get(), instances);
  }

  private static boolean isIndex(@Nullable String mediaType) {
    return "application/vnd.oci.image.index.v1+json".equals(mediaType)
        || "application/vnd.docker.distribution.manifest.list.v2+json".equals(mediaType);
  }

  /** The digests of all manifests whose evidence the image can rest on. */
  public static List<String> manifests(ImageRecord image) {
    var digests = new ArrayList<String>();
    if (image.getDigest() != null) {
      digests.add(image.getDigest());
    }
    image.getPlatforms().forEach(p -> digests.add(p.getDigest()));
    return digests;
  }

  /** Why something is not known; {@code otherwise} where the record does not say. */
  static Reason failure(@Nullable FetchFailure failure, String otherwise) {
    return failure == null
        ? Reason.of(ReasonCode.REGISTRY_ERROR, otherwise)
        : Reason.of(undecided(failure.getCode()), failure.getMessage());
  }

  /**
   * A code that is unknown here, or that decides anything, is no more than a failure to find out.
   */
  private static ReasonCode undecided(String code) {
    for (ReasonCode known : ReasonCode.values()) {
      if (known.name().equals(code) && known.decision() == Decision.UNDECIDED) {
        return known;
      }
    }
    return ReasonCode.REGISTRY_ERROR;
  }
}
