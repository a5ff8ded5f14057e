package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks for one manifest at a mirror, and for its signatures only where it is there. Whether it is
 * there is asked anew each time.
 *
 * @param mirror where to look
 */
record MirrorFetch(RepositoryPull mirror) {
  /**
   * The manifest with {@code digest}, then its signatures; nothing where the mirror does not have
   * the manifest.
   */
  Lookup<PulledPlace> fetch(Digest digest, Supplier<Lookup<PulledPlace>> signatures) {
    return switch (mirror.mirrored(digest)) {
      case NotFound<Manifest> none -> new Found<>(PulledPlace.EMPTY);
      case Failed<Manifest> failed -> failed.cast();
      case Found<Manifest>(Manifest manifest) ->
          switch (signatures.get()) {
            case Found<PulledPlace>(PulledPlace place) ->
                new Found<>(with(digest, manifest, place));
            case Failed<PulledPlace> failed -> failed;
            case NotFound<PulledPlace> none ->
                throw new IllegalStateException("evidence is found or failed");
          };
    };
  }

  private static PulledPlace with(Digest digest, Manifest manifest, PulledPlace signatures) {
    var all = new ArrayList<PulledAttachment>();
    all.add(
        new PulledAttachment(
            new Attachment(manifest.contentType(), digest, null, Map.of()),
            manifest.bytes().size()));
    all.addAll(signatures.attachments());
    var manifests = new HashSet<>(signatures.manifests());
    manifests.add(digest);
    return new PulledPlace(List.copyOf(all), manifests, signatures.ignored());
  }
}
