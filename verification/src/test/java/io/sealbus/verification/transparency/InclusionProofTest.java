package io.sealbus.verification.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Proof;
import io.sealbus.verification.crypto.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against trees that are built here as RFC 9162, section 2.1.1, defines them. */
class InclusionProofTest {
  private static byte[] leaf(int index) {
    return new byte[] {(byte) index};
  }

  private static byte[] hash(int prefix, byte[]... parts) {
    var digest = HashAlgorithm.SHA256.newDigest();
    digest.update((byte) prefix);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }

  private static byte[] root(int from, int to) {
    if (to - from == 1) {
      return hash(0, leaf(from));
    }
    int middle = from + split(to - from);
    return hash(1, root(from, middle), root(middle, to));
  }

  private static List<byte[]> path(int index, int from, int to) {
    if (to - from == 1) {
      return new ArrayList<>();
    }
    int middle = from + split(to - from);
    boolean left = index < middle;
    List<byte[]> path = left ? path(index, from, middle) : path(index, middle, to);
    path.add(left ? root(middle, to) : root(from, middle));
    return path;
  }

  private static boolean leads(byte[] leaf, long index, byte[] root, long size, List<byte[]> path) {
    var proof = new InclusionProof(index, root, size, path, "");
    return Proof.of(() -> {
      proof.requireLeadsTo(leaf, index, root, size);
      return proof;
    })
        instanceof Proof.Proven;
  }

  @Test
  void leadsFromEachLeafOfEachTreeToItsRootAndToNoOther() {
    for (int size = 1; size <= 40; size++) {
      byte[] root = root(0, size);
      for (int index = 0; index < size; index++) {
        List<byte[]> path = path(index, 0, size);

        assertThat(leads(leaf(index), index, root, size, path)).isTrue();
        assertThat(leads(leaf(index + 1), index, root, size, path)).isFalse();
        for (int other = -1; other <= size; other++) {
          assertThat(other != index && leads(leaf(index), other, root, size, path)).isFalse();
        }
        assertThat(leads(leaf(index), index, root(0, size + 1), size, path)).isFalse();
      }
    }
  }

  @Test
  void refusesAPathThatIsTooLongOrTooShort() {
    List<byte[]> path = path(5, 0, 13);
    byte[] root = root(0, 13);
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(new byte[32]);

    assertThat(leads(leaf(5), 5, root, 13, longer)).isFalse();
    assertThat(leads(leaf(5), 5, root, 13, path.subList(0, path.size() - 1))).isFalse();
    assertThat(leads(leaf(0), 0, root(0, 1), 1, List.of(new byte[32]))).isFalse();
  }

  @Test
  void refusesHashesOfAnotherLength() {
    assertThat(leads(leaf(0), 0, hash(1, hash(0, leaf(0))), 2, List.of(new byte[0]))).isFalse();
  }

  @Test
  void refusesAnEmptyTree() {
    assertThat(leads(leaf(0), 0, new byte[32], 0, List.of())).isFalse();
  }
}
