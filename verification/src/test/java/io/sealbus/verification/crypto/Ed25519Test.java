package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.TestKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever does the arithmetic, the answers are the same, at the edges of the curve above all. */
class Ed25519Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final String SPKI_PREFIX = "302a300506032b6570032100";

  /** The points of small order, each in all of its encodings, canonical or not. */
  private static final List<String> SMALL_ORDER =
      List.of(
          "01" + "00".repeat(31),
          "ec" + "ff".repeat(30) + "7f",
          "00".repeat(32),
          "00".repeat(31) + "80",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
          "01" + "00".repeat(30) + "80",
          "ec" + "ff".repeat(31),
          "ee" + "ff".repeat(30) + "7f",
          "ee" + "ff".repeat(31),
          "ed" + "ff".repeat(30) + "7f",
          "ed" + "ff".repeat(31),
          "02" + "00".repeat(31));

  /** RFC 8032, section 5.1: the order of the base point. */
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static @Nullable VerificationKey key(byte[] point, SignatureProvider provider) {
    byte[] prefix = HEX.parseHex(SPKI_PREFIX);
    byte[] spki = Arrays.copyOf(prefix, prefix.length + point.length);
    System.arraycopy(point, 0, spki, prefix.length, point.length);
    try {
      return VerificationKey.fromSpki(spki, provider);
    } catch (MalformedException e) {
      return null;
    }
  }

  /** What the fastest provider says, which must be what the JDK says. */
  private static boolean isSigned(byte[] point, byte[] message, byte[] signature) {
    VerificationKey one = key(point, SignatureProvider.jdk());
    VerificationKey other = key(point, SignatureProvider.fastest());
    boolean answer = one != null && one.verifySignature(message, signature);
    assertThat(other != null && other.verifySignature(message, signature))
        .as("%s %s %s", HEX.formatHex(point), HEX.formatHex(message), HEX.formatHex(signature))
        .isEqualTo(answer);
    return answer;
  }

  private static byte[] signature(byte[] point, BigInteger s) {
    byte[] signature = Arrays.copyOf(point, 64);
    byte[] bytes = s.toByteArray();
    for (int i = 0; i < Math.min(bytes.length, 32); i++) {
      signature[32 + i] = bytes[bytes.length - 1 - i];
    }
    return signature;
  }

  @Test
  void agreesAboutPointsOfSmallOrder() {
    int good = 0;
    for (String key : SMALL_ORDER) {
      for (String point : SMALL_ORDER) {
        for (BigInteger s : List.of(BigInteger.ZERO, ORDER, BigInteger.ONE)) {
          byte[] signature = signature(HEX.parseHex(point), s);
          for (byte message = 0; message < 16; message++) {
            good += isSigned(HEX.parseHex(key), new byte[] {message}, signature) ? 1 : 0;
          }
        }
      }
    }
    assertThat(good).isPositive();
  }

  @Test
  void agreesAboutEveryChangedByte() {
    TestKey signer = TestKey.of(TestKey.Kind.ED25519, "edges");
    byte[] spki = signer.publicKey().getEncoded();
    byte[] point = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    byte[] message = {1, 2, 3};
    byte[] signature = signer.sign(message);
    assertThat(isSigned(point, message, signature)).isTrue();
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(isSigned(point, message, changed)).isFalse();
    }
    for (int bit = 0; bit < 8 * point.length; bit++) {
      byte[] changed = point.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(isSigned(changed, message, signature)).isFalse();
    }
    for (int length : new int[] {0, 1, 32, 63, 65}) {
      assertThat(isSigned(point, message, Arrays.copyOf(signature, length))).isFalse();
    }
  }

  @Test
  void takesNoScalarBeyondTheOrder() {
    TestKey signer = TestKey.of(TestKey.Kind.ED25519, "edges");
    byte[] spki = signer.publicKey().getEncoded();
    byte[] point = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    byte[] message = {4, 5, 6};
    byte[] signature = signer.sign(message);
    byte[] reversed = new byte[32];
    for (int i = 0; i < 32; i++) {
      reversed[i] = signature[63 - i];
    }
    BigInteger beyond = new BigInteger(1, reversed).add(ORDER);

    assertThat(isSigned(point, message, signature(Arrays.copyOf(signature, 32), beyond))).isFalse();
  }
}
