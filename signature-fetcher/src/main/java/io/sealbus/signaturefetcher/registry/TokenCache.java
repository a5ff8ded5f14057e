package io.sealbus.signaturefetcher.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} headers that registries accepted, by repository, until shortly before
 * they expire. Holds the 1,024 used last.
 */
final class TokenCache {
  private static final int MAX_ENTRIES = 1024;
  private static final long MARGIN_SECONDS = 10;

  private record Header(String value, Instant until) {}

  private final InstantSource clock;
  private final Map<RepositoryName, Header> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RepositoryName, Header> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  TokenCache(InstantSource clock) {
    this.clock = clock;
  }

  synchronized @Nullable String get(RepositoryName repository) {
    Header entry = entries.get(repository);
    return entry != null && clock.instant().isBefore(entry.until) ? entry.value : null;
  }

  synchronized void put(RepositoryName repository, String header, long seconds) {
    Instant until = clock.instant().plusSeconds(seconds - MARGIN_SECONDS);
    entries.put(repository, new Header(header, until));
  }

  synchronized void remove(RepositoryName repository) {
    entries.remove(repository);
  }
}
