package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.evidence.SignatureManifest;
import io.sealbus.verification.evidence.SignatureManifest.Layer;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Fetches everything that is attached to one manifest at one place: all of it, or a failure. Layers
 * are fetched from the registry only: a descriptor's {@code urls} name hosts of the attacker's
 * choice, and the digest fixes the bytes anyway.
 */
public final class EvidenceFetch {
  /** The media type of cosign's signatures. */
  public static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";

  /** Most attachments that are read. */
  public static final int MAX_ATTACHMENTS = 256;

  /**
   * Most bytes that are kept, annotations included: an evidence record stays below 768 KiB with
   * room for its own fields.
   */
  public static final int MAX_KEPT_BYTES = 700 * 1024;

  private final RegistryClient client;
  private final LongSupplier nanoTime;

  /**
   * Fetches with {@code client}; the fetch of one place begins no download later than a minute
   * after its start.
   *
   * @param cache what is in it by digest is not fetched again
   */
  public EvidenceFetch(RegistryClient client, ContentCache cache) {
    this(client, cache, System::nanoTime);
  }

  EvidenceFetch(RegistryClient client, ContentCache cache, LongSupplier nanoTime) {
    this.client = client.keeping(cache);
    this.nanoTime = nanoTime;
  }

  /**
   * What is attached to the manifest with {@code digest} at {@code place}; nothing where the
   * registry authoritatively has nothing. Where registries.conf names mirrors, the first that has
   * something is what counts, as it is for a node. Blocks. Never {@link NotFound}.
   *
   * @param repository of the manifest
   */
  public Lookup<PulledPlace> fetch(RepositoryName repository, Digest digest, Place place) {
    return AttachmentTags.repository(place, repository)
        .map(named ->
            place.discovery() == Discovery.MIRROR
                ? client.itself(named, at -> fetch(at, digest, place))
                : client.first(
                    named, true, at -> fetch(at, digest, place), EvidenceFetch::hasSomething))
        .orElseGet(() ->
            Failed.of(
                ReasonCode.REFERENCE_INVALID,
                ForeignText.quote(String.valueOf(place.repository())) + " is no repository"));
  }

  private static boolean isAsNodesDo(Place place) {
    return place.equals(Place.SIGNATURES) || place.discovery() == Discovery.MIRROR;
  }

  private static boolean hasSomething(Lookup<PulledPlace> lookup) {
    return lookup instanceof Found<PulledPlace>(PulledPlace place) && !place.manifests().isEmpty();
  }

  private Lookup<PulledPlace> fetch(RepositoryPull at, Digest digest, Place place) {
    var downloads = new Downloads(at, nanoTime);
    return switch (place.discovery()) {
      case SIGNATURE_TAG, ATTESTATION_TAG -> tagged(at, digest, place, downloads);
      case REFERRERS -> new ReferrersFetch(at, digest, downloads).fetch();
      case IMAGE_CONFIG -> new ConfigFetch(downloads).fetch(digest);
      case MIRROR -> new MirrorFetch(at).fetch(digest, () -> tagged(at, digest, place, downloads));
    };
  }

  private Lookup<PulledPlace> tagged(
      RepositoryPull repository, Digest digest, Place place, Downloads downloads) {
    String tag = AttachmentTags.of(place, digest);
    Lookup<Manifest> lookup =
        isAsNodesDo(place) && RepositoryName.isTag(tag)
            ? repository.resolve(tag)
            : repository.resolveAttached(tag);
    return switch (lookup) {
      case NotFound<Manifest> none -> new Found<>(PulledPlace.EMPTY);
      case Failed<Manifest> failed when failed.code() == ReasonCode.MANIFEST_INVALID ->
          Failed.of(ReasonCode.ATTACHMENT_INVALID, failed.message());
      case Failed<Manifest> failed -> failed.cast();
      case Found<Manifest> found ->
          switch (parsed(found.value(), isAsNodesDo(place))) {
            case SignatureManifest.Result.Rejected(Reason reason) ->
                Failed.of(
                    reason.code(), repository.repository() + ":" + tag + ": " + reason.message());
            case SignatureManifest.Result.Layers(List<Layer> layers) ->
                all(layers, place, found.value().digest(), downloads);
          };
    };
  }

  private static SignatureManifest.Result parsed(Manifest manifest, boolean asNodesDo) {
    String type = manifest.contentType();
    byte[] bytes = manifest.bytes().toArray();
    return asNodesDo
        ? SignatureManifest.parse(type, bytes, MAX_ATTACHMENTS)
        : SignatureManifest.parseForAdmission(type, bytes, MAX_ATTACHMENTS);
  }

  /**
   * As nodes do, every layer is downloaded and checked whatever its type, and one layer that cannot
   * be had spoils the rest. Where nodes do not look, a layer of any type may be a signature.
   */
  private static Lookup<PulledPlace> all(
      List<Layer> layers, Place place, Digest manifest, Downloads downloads) {
    boolean any = !isAsNodesDo(place);
    for (Layer layer : layers) {
      downloads.add(
          layer.mediaType(),
          layer.digest(),
          layer.annotations(),
          null,
          any || layer.mediaType().equals(SIMPLE_SIGNING));
    }
    Failed<PulledPlace> failure = downloads.failure();
    return failure == null
        ? new Found<>(new PulledPlace(downloads.attachments(), Set.of(manifest), 0))
        : failure;
  }
}
