package io.sealbus.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/** The same bytes for the same seed: SHA-256 over the seed and a counter. Not secure at all. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  SeededRandom(String seed) {
    super(new Bytes(seed), null);
  }

  private static final class Bytes extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;
    private long counter;

    Bytes(String seed) {
      this.seed = seed.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void engineSetSeed(byte[] more) {
      // More seed would make it less repeatable.
    }

    @Override
    protected synchronized void engineNextBytes(byte[] bytes) {
      ByteBuffer out = ByteBuffer.wrap(bytes);
      while (out.hasRemaining()) {
        byte[] block = next();
        out.put(block, 0, Math.min(block.length, out.remaining()));
      }
    }

    private byte[] next() {
      try {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(seed);
        return digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(counter++).array());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    @Override
    protected byte[] engineGenerateSeed(int bytes) {
      byte[] generated = new byte[bytes];
      engineNextBytes(generated);
      return generated;
    }
  }
}
