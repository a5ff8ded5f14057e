package io.sealbus.verifier;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a task's images in their order, each with what was last published on it: iterators
 * side by side, which cost a tenth of looking each row up.
 */
final class ImageWalk implements AutoCloseable {
  private final KeyValueIterator<Bytes, byte[]> images;
  private final PublishedWalk published;

  /** One image. */
  record Step(String reference, Versioned image, @Nullable Published published) {}

  ImageWalk(KeyValueIterator<Bytes, byte[]> images, PublishedWalk published) {
    this.images = images;
    this.published = published;
  }

  /** The next image; null after the last. */
  @Nullable Step next() {
    if (!images.hasNext()) {
      return null;
    }
    KeyValue<Bytes, byte[]> image = images.next();
    byte[] utf8 = StateKey.utf8(image.key);
    return new Step(
        new String(utf8, StandardCharsets.UTF_8), Versioned.of(image.value), published.at(utf8));
  }

  /** What was published on the last image that {@link #next()} gave. */
  void put(Published verdict) {
    published.put(verdict);
  }

  /** Writes down what was {@link #put}; without it nothing is. */
  void write() {
    published.write();
  }

  @Override
  public void close() {
    images.close();
    published.close();
  }
}
