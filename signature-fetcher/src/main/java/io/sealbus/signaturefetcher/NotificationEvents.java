package io.sealbus.signaturefetcher;

import io.sealbus.schemas.ImageEventRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a notification holds.
 *
 * @param events what to look up
 * @param skipped events that are about no image: pulls, layers, mounts
 * @param refused registries that are not configured, or whose names are none
 * @param fault what is wrong with the first event that cannot be used; null where none is
 */
record NotificationEvents(
    List<ImageEventRecord> events, int skipped, int refused, @Nullable String fault) {
  NotificationEvents {
    events = List.copyOf(events);
  }
}
