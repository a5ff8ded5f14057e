package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.verification.reference.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tags stood for when they were last asked about. This decides how a registry is asked, with
 * HEAD or with a condition rather than for all the bytes again, and never what the answer is: that
 * is the registry's, each time. Of the 16,384 tags that were used last. Thread-safe.
 */
final class TagHints {
  /** The header with the digest of a manifest. */
  static final String DIGEST = "Docker-Content-Digest";

  private static final int MAX_ENTRIES = 16_384;
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"[!#-~]{1,256}\"");

  private record Tag(RepositoryName repository, String tag) {}

  /**
   * How to ask again.
   *
   * @param announced whether the registry names the digest in a header
   * @param etag of the answer; null where there was none that can be sent back
   */
  record Hint(Digest digest, boolean announced, @Nullable String etag) {}

  private final Map<Tag, Hint> tags =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Tag, Hint> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /** From the answer that brought the manifest with {@code digest}. */
  static Hint hint(Digest digest, Answered answered) {
    String etag = answered.isRepeated("ETag") ? null : answered.header("ETag");
    return new Hint(
        digest,
        answered.header(DIGEST) != null,
        etag != null && ETAG.matcher(etag).matches() ? etag : null);
  }

  synchronized @Nullable Hint of(RepositoryName repository, String tag) {
    return tags.get(new Tag(repository, tag));
  }

  synchronized void put(RepositoryName repository, String tag, Hint hint) {
    tags.put(new Tag(repository, tag), hint);
  }
}
