package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.TLOG_PROOF_INVALID;

import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.HashAlgorithm;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The way from an entry to a log's root hash. Nothing about it is proven.
 *
 * @param logIndex the entry's index in the tree
 * @param treeSize entries of the tree
 * @param hashes from the leaf upwards
 * @param checkpoint the log's signed note about the tree
 */
public record InclusionProof(
    long logIndex, byte[] rootHash, long treeSize, List<byte[]> hashes, String checkpoint) {
  /** Most hashes that a proof can need: a tree has fewer than 2⁶³ entries. */
  public static final int MAX_HASHES = 63;

  private static final int HASH_BYTES = 32;

  public InclusionProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Refuses the proof unless it leads from the entry {@code leaf} to {@code root} in a tree of
   * {@code size} entries: RFC 9162, section 2.1.3.2, whose variables are called by their names.
   */
  void requireLeadsTo(byte[] leaf, long index, byte[] root, long size) throws Refusal {
    if (index < 0 || index >= size) {
      throw new Refusal(TLOG_PROOF_INVALID, "the entry's index is not in the tree");
    }
    long fn = index;
    long sn = size - 1;
    MessageDigest digest = HashAlgorithm.SHA256.ownDigest();
    digest.update((byte) 0);
    byte[] r = digest.digest(leaf);
    for (byte[] p : hashes) {
      if (sn == 0 || p.length != HASH_BYTES) {
        throw invalid();
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = node(digest, p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = node(digest, r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    if (sn != 0 || !Arrays.equals(r, root)) {
      throw invalid();
    }
  }

  private static byte[] node(MessageDigest digest, byte[] left, byte[] right) {
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  private static Refusal invalid() {
    return new Refusal(TLOG_PROOF_INVALID, "the inclusion proof does not lead to the root hash");
  }
}
