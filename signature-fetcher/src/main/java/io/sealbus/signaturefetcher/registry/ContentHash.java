package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests computed from bytes. */
final class ContentHash {
  private ContentHash() {}

  static Digest sha256(Bytes bytes) {
    return new Digest("sha256:" + hex("SHA-256", bytes));
  }

  /** Whether {@code bytes} have {@code digest}, by its own algorithm. */
  static boolean matches(Digest digest, Bytes bytes) {
    String algorithm =
        switch (digest.algorithm()) {
          case "sha256" -> "SHA-256";
          case "sha384" -> "SHA-384";
          case "sha512" -> "SHA-512";
          default -> throw new IllegalStateException("Digest allows no other algorithm");
        };
    return hex(algorithm, bytes).equals(digest.hex());
  }

  private static String hex(String algorithm, Bytes bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-2", e);
    }
  }
}
