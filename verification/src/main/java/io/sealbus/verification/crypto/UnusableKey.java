package io.sealbus.verification.crypto;

/** A key that parses, of a kind whose signatures are never accepted: X25519, DSA. */
record UnusableKey(String kind) implements VerificationKey {
  @Override
  public byte[] spki() {
    return new byte[0];
  }

  @Override
  public boolean verifySignature(byte[] message, byte[] signature) {
    return false;
  }

  @Override
  public boolean verify(HashAlgorithm hash, byte[] message, byte[] signature) {
    return false;
  }

  @Override
  public boolean isUsable() {
    return false;
  }
}
