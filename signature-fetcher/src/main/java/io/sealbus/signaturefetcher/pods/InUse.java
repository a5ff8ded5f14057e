package io.sealbus.signaturefetcher.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The images that pods use, and when each was last told. Told is what is new, and again after a
 * while what is still in use; what no pod uses any more is forgotten, and that is all. Thread-safe.
 */
final class InUse {
  private final Duration refresh;
  private final Map<UsedImage, Instant> told = new HashMap<>();

  InUse(Duration refresh) {
    this.refresh = refresh;
  }

  /** Whether {@code image} is to be told now; if so, it counts as told. */
  synchronized boolean tell(UsedImage image, Instant now) {
    Instant last = told.get(image);
    if (last != null && now.isBefore(last.plus(refresh))) {
      return false;
    }
    told.put(image, now);
    return true;
  }

  /** It was not told after all. */
  synchronized void untell(UsedImage image) {
    told.remove(image);
  }

  /** All that is in use, after a look at all pods; what came while it was taken is kept. */
  synchronized void are(Set<UsedImage> images, Instant since) {
    var in = new HashSet<>(images);
    told.entrySet().removeIf(one -> !in.contains(one.getKey()) && one.getValue().isBefore(since));
  }

  /** How many images are in use. */
  synchronized int size() {
    return told.size();
  }
}
