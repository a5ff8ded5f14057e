package io.sealbus.verification.facts;

import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of texts, the last of which are remembered: the certificates of an authority come along
 * with each of its signatures, and a signer's is asked for more than once. For one thread.
 */
final class TextDigests {
  private static final int MAX = 4;

  private final @Nullable String[] texts = new @Nullable String[MAX];
  private final byte[][] digests = new byte[MAX][];
  private final Reading reading = Reading.apart();

  byte[] of(String text) {
    for (int i = 0; i < MAX; i++) {
      if (text.equals(texts[i])) {
        byte[] known = digests[i];
        toFront(i, text, known);
        return known;
      }
    }
    byte[] digest = reading.add(text).digest();
    toFront(MAX - 1, text, digest);
    return digest;
  }

  /** What was asked for last is forgotten last. */
  private void toFront(int from, String text, byte[] digest) {
    System.arraycopy(texts, 0, texts, 1, from);
    System.arraycopy(digests, 0, digests, 1, from);
    texts[0] = text;
    digests[0] = digest;
  }
}
