package io.sealbus.testkit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;

/**
 * Signs by ECDSA over P-256 and SHA-256 with one and the same nonce, which leaves two
 * multiplications of the work. Such signatures verify as any other does; two of them give the
 * private key away.
 *
 * @see <a href="https://www.secg.org/sec1-v2.pdf">SEC 1, 4.1.3, Signing Operation</a>
 */
final class FixedNonce {
  private final BigInteger order;
  private final BigInteger r;
  private final BigInteger inverseOfNonce;
  private final BigInteger rTimesKey;

  private FixedNonce(
      BigInteger order, BigInteger r, BigInteger inverseOfNonce, BigInteger rTimesKey) {
    this.order = order;
    this.r = r;
    this.inverseOfNonce = inverseOfNonce;
    this.rTimesKey = rTimesKey;
  }

  /**
   * Takes the nonce from a signature that a provider made.
   *
   * @param signature of {@code message}, a DER sequence of two short integers
   */
  static FixedNonce of(KeyPair pair, byte[] message, byte[] signature) {
    var key = (ECPrivateKey) pair.getPrivate();
    BigInteger order = key.getParams().getOrder();
    int split = 4 + signature[3];
    BigInteger r = new BigInteger(signature, 4, signature[3]);
    BigInteger s = new BigInteger(signature, split + 2, signature[split + 1]);
    BigInteger rTimesKey = r.multiply(key.getS()).mod(order);
    // s = (hash + r·key) / nonce, so that 1 / nonce = s / (hash + r·key).
    BigInteger inverse = s.multiply(hash(message).add(rTimesKey).modInverse(order)).mod(order);
    return new FixedNonce(order, r, inverse, rTimesKey);
  }

  /** The signature, as a DER sequence of two integers. */
  byte[] sign(byte[] message) {
    byte[] first = r.toByteArray();
    byte[] second = hash(message).add(rTimesKey).multiply(inverseOfNonce).mod(order).toByteArray();
    var der = new ByteArrayOutputStream();
    der.write(0x30);
    der.write(4 + first.length + second.length);
    integer(der, first);
    integer(der, second);
    return der.toByteArray();
  }

  private static void integer(ByteArrayOutputStream der, byte[] value) {
    der.write(0x02);
    der.write(value.length);
    der.writeBytes(value);
  }

  private static BigInteger hash(byte[] message) {
    try {
      return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
