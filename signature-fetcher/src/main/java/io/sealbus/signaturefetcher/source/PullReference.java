package io.sealbus.signaturefetcher.source;

import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an image is pulled by: {@code host/path}, with {@code :tag}, {@code @digest} or both behind
 * it. Its parts are only told from each other here, not held against their grammar.
 */
record PullReference(String host, String path, @Nullable String tag, @Nullable String digest) {
  /** The parts; empty where there is no host and path. */
  static Optional<PullReference> parse(String text) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    int slash = name.indexOf('/');
    int colon = name.indexOf(':', Math.max(slash, 0));
    if (slash < 1 || slash == name.length() - 1) {
      return Optional.empty();
    }
    return Optional.of(
        new PullReference(
            name.substring(0, slash),
            name.substring(slash + 1, colon < 0 ? name.length() : colon),
            colon < 0 ? null : name.substring(colon + 1),
            at < 0 ? null : text.substring(at + 1)));
  }

  /** Its repository, at no other registry. */
  Where where() {
    return Where.at(host, path);
  }
}
