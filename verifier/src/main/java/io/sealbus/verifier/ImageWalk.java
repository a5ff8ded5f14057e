package io.sealbus.verifier;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a task's images in their order, each with what was last published on it: two
 * iterators side by side, which cost a tenth of looking each row up.
 */
final class ImageWalk implements AutoCloseable {
  private final KeyValueIterator<Bytes, byte[]> images;
  private final KeyValueIterator<Bytes, byte[]> published;
  private @Nullable KeyValue<Bytes, byte[]> nextPublished;

  /** One image. */
  record Step(String reference, Versioned image, @Nullable Published published) {}

  ImageWalk(KeyValueIterator<Bytes, byte[]> images, KeyValueIterator<Bytes, byte[]> published) {
    this.images = images;
    this.published = published;
  }

  /** The next image; null after the last. */
  @Nullable Step next() {
    if (!images.hasNext()) {
      return null;
    }
    KeyValue<Bytes, byte[]> image = images.next();
    return new Step(StateKey.text(image.key), Versioned.of(image.value), publishedUnder(image.key));
  }

  private @Nullable Published publishedUnder(Bytes image) {
    while (nextPublished == null || StateKey.compareTexts(nextPublished.key, image) < 0) {
      if (!published.hasNext()) {
        return null;
      }
      nextPublished = published.next();
    }
    return StateKey.compareTexts(nextPublished.key, image) == 0
        ? Published.fromBytes(nextPublished.value)
        : null;
  }

  @Override
  public void close() {
    images.close();
    published.close();
  }
}
