package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.ContentCache;
import io.sealbus.signaturefetcher.registry.EvidenceFetch;
import io.sealbus.signaturefetcher.registry.EvidencePull;
import io.sealbus.signaturefetcher.registry.ImageManifest;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
   * @param evidence of the instance, at each place that was asked for
   */
  public record Pulled(
      String mediaType, Digest manifest, Digest instance, AttachedEvidence evidence)
      implements Result {}

  /** The image could not be had: not there, no such platform, or the registry did not answer. */
  public record NotPulled(Reason reason) implements Result {}

  /** Where nodes look, whatever the image. */
  public static final Function<Digest, Set<Place>> NODE = instance -> Set.of(Place.SIGNATURES);

  /** Content that one pull needs twice is fetched once. */
  private static final long CACHE_BYTES = 16 << 20;

  private final RegistryClient client;
  private final EvidencePull evidence;
  private final Function<Digest, Set<Place>> places;

  /** Pulls with {@code client}, which stays open, what a node would. For one pull. */
  public OneShotPull(RegistryClient client) {
    this(client, NODE);
  }

  /**
   * Pulls with {@code client}, which stays open. For one pull.
   *
   * @param places where attachments of a manifest are looked for
   */
  public OneShotPull(RegistryClient client, Function<Digest, Set<Place>> places) {
    var cache = new ContentCache(CACHE_BYTES);
    this.client = client.keeping(cache);
    this.evidence = new EvidencePull(new EvidenceFetch(client, cache), registry -> true);
    this.places = places;
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

  /** What is attached to another manifest of {@code repository}, at {@code where}. Blocks. */
  public AttachedEvidence attached(RepositoryName repository, Digest manifest, Set<Place> where) {
    try {
      return evidence.pull(repository, manifest, where).attached();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AttachedEvidence.ofSignatures(
          new Evidence.Unavailable(
              Reason.of(ReasonCode.REGISTRY_TIMEOUT, "interrupted while pulling")));
    }
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
    return new Pulled(
        manifest.contentType(),
        manifest.digest(),
        instance,
        attached(repository, instance, places.apply(instance)));
  }

  private static Result notPulled(ReasonCode code, String message) {
    return new NotPulled(Reason.of(code, message));
  }
}
