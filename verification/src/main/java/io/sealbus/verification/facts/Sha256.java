package io.sealbus.verification.facts;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 as questions are named by. */
final class Sha256 {
  /** Of a digest. */
  static final int BYTES = 32;

  private Sha256() {}

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes the digest to the beginning of {@code to}; begins anew. */
  static void finish(MessageDigest sha256, byte[] to) {
    try {
      sha256.digest(to, 0, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a digest of SHA-256 has 32 bytes", e);
    }
  }
}
