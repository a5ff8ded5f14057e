package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.registry.EvidenceFetch;
import io.sealbus.signaturefetcher.registry.ImageManifest;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.standalone.oneshot.PullSettings.Mirror;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for one image as a node does: at each mirror, then where the reference says; the first
 * place that has the manifest serves the attachments, too. Blocks; for one thread at a time.
 */
public record ImagePull(RegistryClient client) {
  /** Looks for {@code image}, which has a tag or a digest but not both. */
  public Pulled pull(ImageReference image, PullSettings settings) {
    Pulled last = unavailable(ReasonCode.IMAGE_NOT_FOUND, image + " is nowhere");
    for (ImageReference place : places(image, settings.mirrors())) {
      last = pullFrom(place, settings);
      if (last instanceof Pulled.Image) {
        return last;
      }
    }
    return last;
  }

  private static List<ImageReference> places(ImageReference image, List<Mirror> mirrors) {
    var places = new ArrayList<ImageReference>();
    for (Mirror mirror : mirrors) {
      if (mirror.concerns(image.toString())) {
        try {
          places.add(ImageReference.parseImage(mirror.in(image.toString())));
        } catch (InvalidReferenceException e) {
          throw new IllegalArgumentException(mirror + ": " + e.getMessage(), e);
        }
      }
    }
    places.add(image);
    return places;
  }

  private Pulled pullFrom(ImageReference place, PullSettings settings) {
    Optional<RepositoryName> name = RepositoryName.parse(place.registry(), place.repository());
    if (name.isEmpty()) {
      return unavailable(ReasonCode.REFERENCE_INVALID, place + " cannot be pulled");
    }
    RepositoryName repository = name.get();
    Digest digest = place.digest();
    String tag = place.tag();
    Lookup<Manifest> lookup =
        digest != null
            ? client.pullManifest(repository, digest)
            : client.resolve(repository, String.valueOf(tag));
    return switch (lookup) {
      case Lookup.NotFound<Manifest> gone ->
          unavailable(ReasonCode.IMAGE_NOT_FOUND, "the registry has no " + place);
      case Lookup.Failed<Manifest> failed -> unavailable(failed, digest != null);
      case Lookup.Found<Manifest>(Manifest manifest) ->
          settings.platform() == null
              ? judgeable(place, repository, manifest.digest(), false, settings)
              : instance(place, repository, manifest, settings.platform(), settings);
    };
  }

  private Pulled instance(
      ImageReference place,
      RepositoryName repository,
      Manifest manifest,
      String platform,
      PullSettings settings) {
    return switch (ImageManifest.parse(manifest)) {
      case ImageManifest.Single single ->
          judgeable(place, repository, manifest.digest(), false, settings);
      case ImageManifest.Invalid(ReasonCode code, String message) -> unavailable(code, message);
      case ImageManifest.Index(List<ImageManifest.Instance> instances) ->
          Platform.choose(instances, platform)
              .map(digest -> pullInstance(place, repository, digest, settings))
              .orElseGet(
                  () ->
                      unavailable(
                          ReasonCode.PLATFORM_NOT_FOUND, place + " has no image for " + platform));
    };
  }

  private Pulled pullInstance(
      ImageReference place, RepositoryName repository, Digest digest, PullSettings settings) {
    return switch (client.pullManifest(repository, digest)) {
      case Lookup.NotFound<Manifest> gone ->
          unavailable(ReasonCode.IMAGE_NOT_FOUND, "the registry has no " + digest);
      case Lookup.Failed<Manifest> failed -> unavailable(failed, true);
      case Lookup.Found<Manifest> found -> judgeable(place, repository, digest, true, settings);
    };
  }

  private Pulled judgeable(
      ImageReference place,
      RepositoryName repository,
      Digest manifest,
      boolean instance,
      PullSettings settings) {
    Evidence evidence =
        settings.registriesD().usesSigstoreAttachments(place)
            ? evidence(repository, manifest)
            : new Evidence.Complete(List.of());
    return new Pulled.Image(manifest, instance, evidence);
  }

  private Evidence evidence(RepositoryName repository, Digest manifest) {
    return switch (new EvidenceFetch(client).fetch(repository, manifest)) {
      case Lookup.Found<List<PulledAttachment>>(List<PulledAttachment> attachments) ->
          new Evidence.Complete(attachments.stream().map(PulledAttachment::attachment).toList());
      case Lookup.NotFound<List<PulledAttachment>> none -> new Evidence.Complete(List.of());
      case Lookup.Failed<List<PulledAttachment>> failed ->
          new Evidence.Unavailable(Reason.of(failed.code(), failed.message()));
    };
  }

  private static Pulled unavailable(Lookup.Failed<Manifest> failed, boolean byDigest) {
    // Other bytes than the reference names are a definite no, not a registry that has trouble.
    ReasonCode code =
        byDigest && failed.code() == ReasonCode.REGISTRY_CONTENT_MISMATCH
            ? ReasonCode.IMAGE_DIGEST_MISMATCH
            : failed.code();
    return unavailable(code, failed.message());
  }

  private static Pulled unavailable(ReasonCode code, String message) {
    return new Pulled.Unavailable(Reason.of(code, message));
  }
}
