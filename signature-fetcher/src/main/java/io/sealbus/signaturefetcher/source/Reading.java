package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageEventRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery holds.
 *
 * @param events what to look up
 * @param unrelated how many are about no image: pulls, layers, scans
 * @param foreign how many are about registries that are not configured
 * @param fault what is wrong with the first that cannot be used; null where none is
 * @param handshake what the sender waits for; null where it does not
 */
record Reading(
    List<Seen> events,
    int unrelated,
    int foreign,
    @Nullable String fault,
    @Nullable String handshake) {
  /**
   * An event.
   *
   * @param telling whether its sender gave it an id or a time, so that one that comes again is
   *     known from another one that only looks the same
   */
  record Seen(ImageEventRecord event, boolean telling) {}

  Reading {
    events = List.copyOf(events);
  }
}
