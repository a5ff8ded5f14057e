package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.SignatureManifest;
import io.sealbus.verification.evidence.SignatureManifest.Layer;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches everything attached to one manifest under its {@code sha256-<hex>.sig} tag: all of it, or
 * a failure. As nodes do, every layer is downloaded and checked whatever its type, and one layer
 * that cannot be had spoils the rest. Layers are fetched from the registry only: a descriptor's
 * {@code urls} name hosts of the attacker's choice, and the digest fixes the bytes anyway.
 */
public final class EvidenceFetch {
  /** The media type of the layers whose bytes are kept. */
  public static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";

  /** Most layers that are read. */
  public static final int MAX_LAYERS = 256;

  /**
   * Most bytes that are kept, annotations included: an evidence record stays below 768 KiB with
   * room for its own fields.
   */
  public static final int MAX_KEPT_BYTES = 700 * 1024;

  /** What the names of the annotations that signing tools write start with. */
  private static final List<String> SIGNING =
      List.of("dev.cosignproject.cosign/", "dev.sigstore.cosign/");

  /** What an attachment takes in a record besides its texts and bytes, at most. */
  private static final int OVERHEAD = 64;

  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final RegistryClient client;
  private final LongSupplier nanoTime;

  /**
   * Fetches with {@code client}; one fetch begins no download later than a minute after its start.
   */
  public EvidenceFetch(RegistryClient client) {
    this(client, System::nanoTime);
  }

  EvidenceFetch(RegistryClient client, LongSupplier nanoTime) {
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /**
   * The attachments of the manifest with {@code digest}, in their order; none where the registry
   * authoritatively has none. Blocks. Never {@link NotFound}.
   */
  public Lookup<List<PulledAttachment>> fetch(RepositoryName repository, Digest digest) {
    return switch (client.resolve(repository, SignatureManifest.tag(digest))) {
      case NotFound<Manifest> none -> new Found<>(List.of());
      case Failed<Manifest> failed when failed.code() == ReasonCode.MANIFEST_INVALID ->
          Failed.of(ReasonCode.ATTACHMENT_INVALID, failed.message());
      case Failed<Manifest> failed -> failed.cast();
      case Found<Manifest> found ->
          switch (SignatureManifest.parse(
              found.value().contentType(), found.value().bytes().toArray(), MAX_LAYERS)) {
            case SignatureManifest.Result.Rejected(Reason reason) ->
                Failed.of(
                    reason.code(),
                    repository + ":" + SignatureManifest.tag(digest) + ": " + reason.message());
            case SignatureManifest.Result.Layers(List<Layer> layers) ->
                new Download(repository).all(layers);
          };
    };
  }

  /** A layer that was downloaded; its bytes where they are a signature's payload. */
  private record Pulled(@Nullable Bytes bytes, long size) {}

  /** The download of one manifest's layers. */
  private final class Download {
    private final RepositoryName repository;
    private final long start = nanoTime.getAsLong();
    private final Map<Digest, Pulled> pulled = new HashMap<>();
    private final List<PulledAttachment> attachments = new ArrayList<>();
    private long kept;

    Download(RepositoryName repository) {
      this.repository = repository;
    }

    Lookup<List<PulledAttachment>> all(List<Layer> layers) {
      for (Layer layer : layers) {
        switch (pull(layer)) {
          case Found<Pulled> found -> keep(layer, found.value());
          case Failed<Pulled> failed -> {
            return failed.cast();
          }
          case NotFound<Pulled> gone -> throw new IllegalStateException("a blob is never absent");
        }
        if (kept > MAX_KEPT_BYTES) {
          return tooLarge("more than " + MAX_KEPT_BYTES + " bytes of attachments");
        }
      }
      return new Found<>(List.copyOf(attachments));
    }

    /** A layer that stands there twice is downloaded once, unless its bytes were not kept. */
    private Lookup<Pulled> pull(Layer layer) {
      boolean signature = layer.mediaType().equals(SIMPLE_SIGNING);
      Pulled before = pulled.get(layer.digest());
      if (before != null && (before.bytes != null || !signature)) {
        return new Found<>(before);
      }
      if (nanoTime.getAsLong() - start > BUDGET.toNanos()) {
        return Failed.of(
            ReasonCode.REGISTRY_TIMEOUT, repository + " serves the attachments too slowly");
      }
      return switch (client.pullBlob(repository, layer.digest())) {
        case Found<Bytes> found -> {
          var one = new Pulled(signature ? found.value() : null, found.value().size());
          pulled.put(layer.digest(), one);
          yield new Found<>(one);
        }
        case Failed<Bytes> failed when failed.code() == ReasonCode.REGISTRY_CONTENT_MISMATCH ->
            Failed.of(ReasonCode.ATTACHMENT_INVALID, failed.message());
        case Failed<Bytes> failed -> failed.cast();
        case NotFound<Bytes> gone -> new NotFound<>();
      };
    }

    private void keep(Layer layer, Pulled one) {
      Bytes content = layer.mediaType().equals(SIMPLE_SIGNING) ? one.bytes : null;
      Map<String, String> annotations = signing(layer.annotations());
      var attachment = new Attachment(layer.mediaType(), layer.digest(), content, annotations);
      attachments.add(new PulledAttachment(attachment, one.size));
      kept += OVERHEAD + size(layer.mediaType()) + size(layer.digest().text());
      kept += content == null ? 0 : content.size();
      annotations.forEach((name, value) -> kept += size(name) + size(value));
    }

    /** No check looks at any other; a registry's own notes must not crowd a signature out. */
    private static Map<String, String> signing(Map<String, String> annotations) {
      var kept = new HashMap<>(annotations);
      kept.keySet().removeIf(name -> SIGNING.stream().noneMatch(name::startsWith));
      return kept;
    }

    private static long size(String text) {
      return Bytes.utf8(text).size();
    }

    private Failed<List<PulledAttachment>> tooLarge(String what) {
      return Failed.of(ReasonCode.EVIDENCE_TOO_LARGE, repository + " has " + what);
    }
  }
}
