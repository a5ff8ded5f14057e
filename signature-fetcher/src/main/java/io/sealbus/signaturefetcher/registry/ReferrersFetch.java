package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches what the referrers of one manifest hold: by the referrers API, or by the fallback tag
 * where the registry does not have it. To be listed proves nothing: each manifest is fetched by its
 * digest and has to name the image as its subject.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema">OCI
 *     distribution-spec, referrers tag schema</a>
 */
final class ReferrersFetch {
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";

  /** Media types of layers that hold a signature, besides bundles of any version. */
  private static final Set<String> SIGNATURES =
      Set.of(EvidenceFetch.SIMPLE_SIGNING, "application/vnd.dsse.envelope.v1+json");

  private final RepositoryPull repository;
  private final Digest subject;
  private final Downloads downloads;
  private final Set<Digest> manifests = new LinkedHashSet<>();
  private int ignored;

  ReferrersFetch(RepositoryPull repository, Digest subject, Downloads downloads) {
    this.repository = repository;
    this.subject = subject;
    this.downloads = downloads;
  }

  Lookup<PulledPlace> fetch() {
    return switch (repository.referrers(subject)) {
      case Found<Set<Digest>> listed -> all(listed.value());
      case Failed<Set<Digest>> failed -> failed.cast();
      case NotFound<Set<Digest>> unsupported -> byTag();
    };
  }

  private Lookup<PulledPlace> byTag() {
    return switch (repository.resolveAttached(AttachmentTags.of(Place.REFERRERS, subject))) {
      case NotFound<Manifest> none -> new Found<>(PulledPlace.EMPTY);
      case Failed<Manifest> failed when failed.code() == ReasonCode.MANIFEST_INVALID ->
          Failed.of(ReasonCode.TOO_MANY_REFERRERS, failed.message());
      case Failed<Manifest> failed -> failed.cast();
      case Found<Manifest> found ->
          found.value().contentType().equals(ReferrerIndex.MEDIA_TYPE)
              ? read(found.value())
              : invalid(
                  "the list of referrers is " + ForeignText.quote(found.value().contentType()));
    };
  }

  private Lookup<PulledPlace> read(Manifest list) {
    manifests.add(list.digest());
    return switch (ReferrerIndex.parse(list.bytes())) {
      case ReferrerIndex.Unusable unusable -> invalid(unusable.why());
      case ReferrerIndex.Listed(List<Digest> digests) -> all(new LinkedHashSet<>(digests));
    };
  }

  private Failed<PulledPlace> invalid(String why) {
    return Failed.of(ReasonCode.ATTACHMENT_INVALID, repository.repository() + ": " + why);
  }

  private Lookup<PulledPlace> all(Set<Digest> digests) {
    if (digests.size() > ReferrersList.MAX_REFERRERS) {
      return Failed.of(
          ReasonCode.TOO_MANY_REFERRERS,
          repository.repository() + ": more than " + ReferrersList.MAX_REFERRERS + " referrers");
    }
    digests.forEach(this::read);
    Failed<PulledPlace> failure = downloads.failure();
    return failure == null
        ? new Found<>(new PulledPlace(downloads.attachments(), manifests, ignored))
        : failure;
  }

  private void read(Digest digest) {
    Manifest manifest = downloads.manifest(digest);
    Optional<ReferrerManifest> referrer =
        manifest == null
            ? Optional.empty()
            : ReferrerManifest.parse(manifest).filter(one -> one.subject().equals(subject));
    referrer.ifPresentOrElse(one -> add(digest, one), () -> ignored++);
  }

  private void add(Digest digest, ReferrerManifest referrer) {
    var from = new Attachment.Referrer(digest, referrer.artifactType(), referrer.layers().size());
    for (ReferrerManifest.Layer layer : referrer.layers()) {
      if (!isSignature(layer.mediaType())) {
        continue;
      }
      manifests.add(digest);
      Digest content = layer.digest();
      if (content == null) {
        downloads.fail(ReasonCode.ATTACHMENT_INVALID, digest + " has a layer without a digest");
      } else {
        downloads.add(layer.mediaType(), content, layer.annotations(), from, true);
      }
    }
  }

  private static boolean isSignature(String mediaType) {
    return mediaType.startsWith(BUNDLE) || SIGNATURES.contains(mediaType);
  }
}
