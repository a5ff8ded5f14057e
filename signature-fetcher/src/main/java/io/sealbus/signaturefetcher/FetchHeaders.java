package io.sealbus.signaturefetcher;

import io.sealbus.schemas.FetchFailure;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What signature-fetcher itself needs of a record on {@code images} or {@code evidence}, as
 * headers, so that the state can be rebuilt from the topics without decoding a single value.
 *
 * @param digest of an image: the manifest's; of evidence: the content digest, if it is complete
 * @param retry null where nothing failed
 * @param extent of evidence; null for an image, and for evidence of versions that knew one place
 */
record FetchHeaders(@Nullable String digest, @Nullable Retry retry, @Nullable Extent extent) {
  static final String SESSION = "sealbus_session";
  private static final String DIGEST = "sealbus_digest";
  private static final String ATTEMPTS = "sealbus_attempts";
  private static final String NEXT_ATTEMPT_AT = "sealbus_next_attempt_at";
  private static final String EVENT = "sealbus_event";
  private static final String PLACES = "sealbus_places";
  private static final String MANIFESTS = "sealbus_manifests";
  private static final String AS_OF = "sealbus_as_of";
  private static final int MAX_DIGITS = 18;

  static FetchHeaders of(
      @Nullable String digest, @Nullable FetchFailure failure, @Nullable String event) {
    return new FetchHeaders(
        digest,
        failure == null
            ? null
            : new Retry(failure.getAttempts(), failure.getNextAttemptAt(), event),
        null);
  }

  /** Of a tombstone. */
  static FetchHeaders none() {
    return new FetchHeaders(null, null, null);
  }

  /** The same of evidence that reaches so far. */
  FetchHeaders reaching(Extent newExtent) {
    return new FetchHeaders(digest, retry, newExtent);
  }

  /** As headers of a record that {@code session} sends. */
  Map<String, String> toMap(String session) {
    var headers = new HashMap<String, String>();
    headers.put(SESSION, session);
    if (digest != null) {
      headers.put(DIGEST, digest);
    }
    if (retry != null) {
      headers.put(ATTEMPTS, Integer.toString(retry.attempts()));
      headers.put(NEXT_ATTEMPT_AT, Long.toString(retry.dueAt().toEpochMilli()));
      if (retry.event() != null) {
        headers.put(EVENT, retry.event());
      }
    }
    if (extent != null) {
      headers.put(PLACES, String.join(",", extent.places()));
      headers.put(MANIFESTS, String.join(",", extent.manifests()));
      headers.put(AS_OF, Long.toString(extent.asOf().toEpochMilli()));
    }
    return headers;
  }

  /** Reads headers; what is not ours or malformed reads as absent. */
  static FetchHeaders read(Function<String, @Nullable String> header) {
    long attempts = number(header.apply(ATTEMPTS));
    long dueAt = number(header.apply(NEXT_ATTEMPT_AT));
    Retry retry =
        attempts < 1 || dueAt < 0
            ? null
            : new Retry(
                (int) Math.min(attempts, Integer.MAX_VALUE),
                Instant.ofEpochMilli(dueAt),
                header.apply(EVENT));
    return new FetchHeaders(header.apply(DIGEST), retry, extent(header));
  }

  private static @Nullable Extent extent(Function<String, @Nullable String> header) {
    String places = header.apply(PLACES);
    String manifests = header.apply(MANIFESTS);
    long asOf = number(header.apply(AS_OF));
    return places == null || manifests == null || asOf < 0
        ? null
        : new Extent(ids(places), ids(manifests), Instant.ofEpochMilli(asOf));
  }

  private static Set<String> ids(String text) {
    return text.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(text.split(",", -1)));
  }

  private static long number(@Nullable String text) {
    boolean digits =
        text != null
            && !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : -1;
  }
}
