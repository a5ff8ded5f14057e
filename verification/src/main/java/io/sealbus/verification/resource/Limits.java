package io.sealbus.verification.resource;

/**
 * How much of a text is read before it is refused.
 *
 * @param bytes most bytes of the whole text
 * @param depth most levels of nesting of one document; a bare scalar is at level 0
 * @param documents most documents of the text
 */
public record Limits(int bytes, int depth, int documents) {
  /** 8 MiB, 64 levels, 1,000 documents: far above what a cluster stores, far below what hurts. */
  public static final Limits DEFAULT = new Limits(8 << 20, 64, 1_000);

  public Limits {
    if (bytes < 1 || depth < 1 || documents < 1) {
      throw new IllegalArgumentException("every limit is at least 1");
    }
  }
}
