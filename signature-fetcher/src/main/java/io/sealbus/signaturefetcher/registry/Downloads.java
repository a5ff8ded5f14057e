package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The downloads for one place: bounded in count, bytes and time. What went wrong first is kept, and
 * nothing is begun after it.
 */
final class Downloads {
  private static final Duration BUDGET = Duration.ofSeconds(60);

  /** What the names of the annotations that signing tools write start with. */
  private static final List<String> SIGNING =
      List.of("dev.cosignproject.cosign/", "dev.sigstore.cosign/");

  private final RepositoryPull repository;
  private final LongSupplier nanoTime;
  private final long start;
  private final Map<Digest, Pulled> pulled = new HashMap<>();
  private final List<PulledAttachment> attachments = new ArrayList<>();
  private @Nullable Failed<PulledPlace> failure;
  private long kept;

  /** A layer that was downloaded; its bytes where they are wanted. */
  private record Pulled(@Nullable Bytes bytes, long size) {}

  Downloads(RepositoryPull repository, LongSupplier nanoTime) {
    this.repository = repository;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** What went wrong first; null where nothing did. */
  @Nullable Failed<PulledPlace> failure() {
    return failure;
  }

  List<PulledAttachment> attachments() {
    return attachments;
  }

  void fail(ReasonCode code, String message) {
    fail(Failed.of(code, repository.repository() + ": " + message));
  }

  void fail(Failed<PulledPlace> what) {
    failure = failure == null ? what : failure;
  }

  /**
   * Downloads a layer and adds it.
   *
   * @param keep whether its bytes are wanted, beyond the proof that they can be had
   */
  void add(
      String mediaType,
      Digest digest,
      Map<String, String> annotations,
      Attachment.@Nullable Referrer referrer,
      boolean keep) {
    Pulled one = failure == null ? pull(digest, keep) : null;
    if (one == null) {
      return;
    }
    Bytes content = keep ? one.bytes : null;
    var attachment =
        new PulledAttachment(
            new Attachment(mediaType, digest, content, signing(annotations), referrer), one.size);
    attachments.add(attachment);
    kept += attachment.recordBytes();
    if (attachments.size() > EvidenceFetch.MAX_ATTACHMENTS) {
      fail(
          ReasonCode.EVIDENCE_TOO_LARGE,
          "more than " + EvidenceFetch.MAX_ATTACHMENTS + " attachments");
    } else if (kept > EvidenceFetch.MAX_KEPT_BYTES) {
      fail(
          ReasonCode.EVIDENCE_TOO_LARGE,
          "more than " + EvidenceFetch.MAX_KEPT_BYTES + " bytes of attachments");
    }
  }

  /** A layer that stands there twice is downloaded once, unless its bytes were not kept. */
  private @Nullable Pulled pull(Digest digest, boolean keep) {
    Pulled before = pulled.get(digest);
    if (before != null && (before.bytes != null || !keep)) {
      return before;
    }
    Bytes known = repository.cache().blob(repository.repository(), digest);
    if (known == null && !isInTime()) {
      return null;
    }
    return switch (known == null ? repository.blob(digest) : new Found<>(known)) {
      case Found<Bytes> found -> {
        var one = new Pulled(keep ? found.value() : null, found.value().size());
        pulled.put(digest, one);
        repository.cache().put(repository.repository(), digest, found.value());
        yield one;
      }
      case Failed<Bytes> failed when failed.code() == ReasonCode.REGISTRY_CONTENT_MISMATCH -> {
        fail(Failed.of(ReasonCode.ATTACHMENT_INVALID, failed.message()));
        yield null;
      }
      case Failed<Bytes> failed -> {
        fail(failed.cast());
        yield null;
      }
      case NotFound<Bytes> gone -> throw new IllegalStateException("a blob is never absent");
    };
  }

  /** The manifest with {@code digest}; null where it is not there, or could not be had. */
  @Nullable Manifest manifest(Digest digest) {
    Manifest known = repository.cache().manifest(repository.repository(), digest);
    if (known != null || failure != null || !isInTime()) {
      return known;
    }
    return switch (repository.manifest(digest)) {
      case Found<Manifest> found -> found.value();
      case NotFound<Manifest> gone -> null;
      case Failed<Manifest> failed -> {
        fail(failed.cast());
        yield null;
      }
    };
  }

  private boolean isInTime() {
    boolean inTime = nanoTime.getAsLong() - start <= BUDGET.toNanos();
    if (!inTime) {
      fail(ReasonCode.REGISTRY_TIMEOUT, "serves the attachments too slowly");
    }
    return inTime;
  }

  /** No check looks at any other; a registry's own notes must not crowd a signature out. */
  private static Map<String, String> signing(Map<String, String> annotations) {
    var signing = new HashMap<>(annotations);
    signing.keySet().removeIf(name -> SIGNING.stream().noneMatch(name::startsWith));
    return signing;
  }
}
