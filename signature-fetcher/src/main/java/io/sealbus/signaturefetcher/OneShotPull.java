package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.EvidenceFetch;
import io.sealbus.signaturefetcher.registry.ImageManifest;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pulls one image's manifest and evidence, once, without a bus. For the command line: the verdict
 * over what comes back is the same as a service's.
 */
public final class OneShotPull {
  /** What came of it. */
  public sealed interface Result {}

  /**
   * The image is there.
   *
   * @param mediaType of the manifest that the reference names
   * @param manifest digest of the manifest that the reference names
   * @param instance digest of the manifest that is evaluated: the platform's where one was asked
   *     for and the manifest is an index, otherwise the manifest's own
   * @param evidence of the instance; {@link Evidence.Unavailable} where it could not be fetched
   */
  public record Pulled(String mediaType, Digest manifest, Digest instance, Evidence evidence)
      implements Result {}

  /** The image could not be had: not there, no such platform, or the registry did not answer. */
  public record NotPulled(Reason reason) implements Result {}

  private final RegistryClient client;
  private final EvidenceFetch evidence;

  /** Pulls with {@code client}, which stays open. */
  public OneShotPull(RegistryClient client) {
    this.client = client;
    this.evidence = new EvidenceFetch(client);
  }

  /**
   * Pulls by tag. Blocks; not for an event loop.
   *
   * @param platform {@code os/architecture[/variant]}; null to evaluate what the tag names, be it
   *     an index
   * @throws IllegalArgumentException if {@code tag} is none
   */
  public Result pull(RepositoryName repository, String tag, @Nullable String platform) {
    return pulled(repository, ":" + tag, client.resolve(repository, tag), platform);
  }

  /**
   * Pulls by digest. Blocks; not for an event loop.
   *
   * @param platform as for a tag
   */
  public Result pull(RepositoryName repository, Digest digest, @Nullable String platform) {
    return pulled(repository, "@" + digest, client.pullManifest(repository, digest), platform);
  }

  private Result pulled(
      RepositoryName repository,
      String reference,
      Lookup<Manifest> lookup,
      @Nullable String platform) {
    return switch (lookup) {
      case NotFound<Manifest> gone ->
          notPulled(ReasonCode.IMAGE_NOT_FOUND, "the registry has no " + repository + reference);
      case Failed<Manifest> failed -> notPulled(failed.code(), failed.message());
      case Found<Manifest> found ->
          switch (ImageManifest.parse(found.value())) {
            case ImageManifest.Invalid invalid -> notPulled(invalid.code(), invalid.message());
            case ImageManifest.Single single ->
                with(repository, found.value(), found.value().digest());
            case ImageManifest.Index index ->
                instance(index, found.value(), platform)
                    .map(digest -> with(repository, found.value(), digest))
                    .orElseGet(() ->
                        notPulled(
                            ReasonCode.PLATFORM_NOT_FOUND,
                            repository + reference + " has no image for " + platform));
          };
    };
  }

  private static Optional<Digest> instance(
      ImageManifest.Index index, Manifest manifest, @Nullable String platform) {
    return platform == null
        ? Optional.of(manifest.digest())
        : PlatformChoice.choose(index.instances(), platform);
  }

  private Result with(RepositoryName repository, Manifest manifest, Digest instance) {
    Evidence attached =
        switch (evidence.fetch(repository, instance)) {
          case Found<List<PulledAttachment>> found -> new Evidence.Complete(attachments(found));
          case Failed<List<PulledAttachment>> failed ->
              new Evidence.Unavailable(Reason.of(failed.code(), failed.message()));
          case NotFound<List<PulledAttachment>> none -> new Evidence.Complete(List.of());
        };
    return new Pulled(manifest.contentType(), manifest.digest(), instance, attached);
  }

  private static List<Attachment> attachments(Found<List<PulledAttachment>> found) {
    return found.value().stream().map(PulledAttachment::attachment).toList();
  }

  private static Result notPulled(ReasonCode code, String message) {
    return new NotPulled(Reason.of(code, message));
  }
}
