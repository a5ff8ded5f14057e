package io.sealbus.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, looked up once. For one thread at a time. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  byte[] of(byte[] bytes) {
    return digest.digest(bytes);
  }

  byte[] of(AvroBuffer buffer) {
    buffer.readBy(digest::update);
    return digest.digest();
  }
}
