package io.sealbus.bench.corpus;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A log's Merkle tree as it grows.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, section 2.1</a>
 */
final class LogTree {
  private final List<byte[]> leaves = new ArrayList<>();

  /** Appends an entry, and gives what proves it in the tree that ends with it. */
  Inclusion append(byte[] entry) {
    leaves.add(hash(0, entry, new byte[0]));
    int size = leaves.size();
    return new Inclusion(size - 1, size, root(0, size), path(size - 1, 0, size));
  }

  /** The proof of the entry at {@code index} in the tree of {@code size} entries. */
  @SuppressWarnings("ArrayRecordComponent") // The bytes are made once and only ever read.
  record Inclusion(int index, int size, byte[] root, List<byte[]> path) {}

  private byte[] root(int from, int to) {
    if (to - from == 1) {
      return leaves.get(from);
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    return hash(1, root(from, split), root(split, to));
  }

  private List<byte[]> path(int index, int from, int to) {
    if (to - from == 1) {
      return new ArrayList<>();
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    boolean left = index < split;
    List<byte[]> path = left ? path(index, from, split) : path(index, split, to);
    path.add(left ? root(split, to) : root(from, split));
    return path;
  }

  private static byte[] hash(int kind, byte[] left, byte[] right) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) kind);
      digest.update(left);
      return digest.digest(right);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
