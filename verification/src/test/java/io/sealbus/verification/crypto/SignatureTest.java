package io.sealbus.verification.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.testkit.TestKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures as nodes accept them, the same with every provider. */
class SignatureTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  static List<SignatureProvider> providers() {
    return Stream.concat(
            Stream.of(SignatureProvider.jdk()), SignatureProvider.accelerated().stream())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void acceptsWhatEachKindOfKeySigns(TestKey.Kind kind) throws Exception {
    TestKey key = TestKey.of(kind, "a");
    byte[] signature = key.sign(MESSAGE);
    byte[] changed = signature.clone();
    changed[changed.length - 1] ^= 1;
    for (SignatureProvider provider : providers()) {
      VerificationKey parsed = parse(key, provider);
      assertThat(parsed.verifySignature(MESSAGE, signature)).as(provider.name()).isTrue();
      assertThat(parsed.verifySignature(MESSAGE, changed)).isFalse();
      assertThat(parsed.verifySignature(new byte[1], signature)).isFalse();
      assertThat(parsed.spki()).isEqualTo(key.publicKey().getEncoded());
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void refusesOtherHashesAndPaddings(SignatureProvider provider) throws Exception {
    TestKey p384 = TestKey.of(TestKey.Kind.P384, "a");
    TestKey rsa = TestKey.of(TestKey.Kind.RSA_2048, "a");
    assertThat(
            parse(p384, provider).verifySignature(MESSAGE, p384.sign("SHA384withECDSA", MESSAGE)))
        .isFalse();
    assertThat(parse(rsa, provider).verifySignature(MESSAGE, rsa.sign("SHA512withRSA", MESSAGE)))
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void acceptsRawNumbersButNotForALogsPromise(SignatureProvider provider) throws Exception {
    TestKey key = TestKey.of(TestKey.Kind.P256, "a");
    byte[] raw = key.sign("SHA256withECDSAinP1363Format", MESSAGE);
    assertThat(parse(key, provider).verifySignature(MESSAGE, raw)).isTrue();
    assertThat(parse(key, provider).verifyLogPromise(MESSAGE, raw)).isFalse();
    assertThat(parse(key, provider).verifyLogPromise(MESSAGE, key.sign(MESSAGE))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void refusesEveryOtherSpellingOfAGoodEcdsaSignature(SignatureProvider provider) throws Exception {
    // Given
    TestKey key = TestKey.of(TestKey.Kind.P256, "a");
    VerificationKey parsed = parse(key, provider);
    EcdsaSignature good = EcdsaSignature.fromDer(key.sign(MESSAGE));
    BigInteger n = Curve.P256.order();
    byte[] r = DerWriter.integer(good.r());
    byte[] s = DerWriter.integer(good.s());
    byte[] der = DerWriter.sequence(r, s);
    byte[] content = concat(r, s);
    List<byte[]> bad =
        List.of(
            new byte[0],
            new byte[] {0x30},
            new byte[] {0x30, 0},
            new byte[] {0x30, (byte) 0x80, 0, 0},
            new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1},
            concat(der, new byte[] {0}),
            concat(new byte[] {0x30, (byte) 0x81, (byte) content.length}, content),
            concat(new byte[] {0x30, (byte) 0x80}, concat(content, new byte[2])),
            DerWriter.sequence(r, s, DerWriter.NULL),
            DerWriter.sequence(r),
            DerWriter.sequence(s, r),
            DerWriter.element(Der.SET, r, s),
            DerWriter.sequence(paddedInteger(good.r()), s),
            DerWriter.sequence(r, DerWriter.integer(good.s().negate())),
            DerWriter.sequence(r, DerWriter.integer(good.s().subtract(n))),
            DerWriter.sequence(r, DerWriter.integer(good.s().add(n))),
            DerWriter.sequence(DerWriter.integer(good.r().add(n)), s),
            DerWriter.sequence(DerWriter.integer(BigInteger.ZERO), s),
            DerWriter.sequence(r, DerWriter.integer(BigInteger.ZERO)),
            DerWriter.sequence(
                DerWriter.integer(BigInteger.ZERO), DerWriter.integer(BigInteger.ZERO)),
            DerWriter.sequence(DerWriter.integer(n), DerWriter.integer(n)),
            new byte[64],
            new byte[63],
            new byte[134],
            Arrays.copyOf(der, der.length - 1));
    for (byte[] signature : bad) {
      // When
      boolean accepted =
          parsed.verifySignature(MESSAGE, signature) | parsed.verifyLogPromise(MESSAGE, signature);

      // Then
      assertThat(accepted).as(java.util.HexFormat.of().formatHex(signature)).isFalse();
    }
  }

  @Test
  void acceptsTheNegatedNumberAsEveryEcdsaVerifierDoes() throws Exception {
    TestKey key = TestKey.of(TestKey.Kind.P256, "a");
    EcdsaSignature good = EcdsaSignature.fromDer(key.sign(MESSAGE));
    var twin = new EcdsaSignature(good.r(), Curve.P256.order().subtract(good.s()));
    for (SignatureProvider provider : providers()) {
      assertThat(parse(key, provider).verifySignature(MESSAGE, twin.toDer())).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "P521"})
  void ownArithmeticAgreesWithTheProviders(TestKey.Kind kind) throws Exception {
    TestKey key = TestKey.of(kind, "b");
    Curve curve = Curve.valueOf(kind.name());
    byte[] encoded = key.publicKey().getEncoded();
    byte[] point =
        Arrays.copyOfRange(encoded, encoded.length - 1 - 2 * curve.fieldBytes(), encoded.length);
    byte[] digest = HashAlgorithm.SHA256.digest(MESSAGE);
    EcdsaSignature good = EcdsaSignature.fromDer(key.sign(MESSAGE));
    assertThat(CurveArithmetic.verify(curve, curve.decodePoint(point), digest, good.r(), good.s()))
        .isTrue();
    assertThat(
            CurveArithmetic.verify(
                curve, curve.decodePoint(point), digest, good.r(), good.s().add(BigInteger.ONE)))
        .isFalse();
  }

  @Test
  void refusesRsaSignaturesOfAnotherLengthOrBeyondTheModulus() throws Exception {
    TestKey key = TestKey.of(TestKey.Kind.RSA_2048, "a");
    byte[] good = key.sign(MESSAGE);
    byte[] beyond = new byte[good.length];
    Arrays.fill(beyond, (byte) 0xff);
    for (SignatureProvider provider : providers()) {
      VerificationKey parsed = parse(key, provider);
      assertThat(parsed.verifySignature(MESSAGE, concat(new byte[1], good))).isFalse();
      assertThat(parsed.verifySignature(MESSAGE, concat(good, new byte[1]))).isFalse();
      assertThat(parsed.verifySignature(MESSAGE, beyond)).isFalse();
      assertThat(parsed.verifySignature(MESSAGE, new byte[good.length])).isFalse();
    }
  }

  @Test
  void neverAcceptsAnRsaKeyWithAnExponentThatSignsEverything() throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE);
    byte[] encoded = new byte[256];
    for (long exponent : new long[] {1, 2, 4}) {
      VerificationKey key =
          RsaKey.of(modulus, BigInteger.valueOf(exponent), SignatureProvider.jdk());
      assertThat(key.verifySignature(MESSAGE, encoded)).isFalse();
    }
    VerificationKey small =
        RsaKey.of(BigInteger.valueOf(35), BigInteger.valueOf(5), SignatureProvider.jdk());
    assertThat(small.verifySignature(MESSAGE, new byte[1])).isFalse();
  }

  @Test
  void refusesPointsThatAreNotOnTheCurve() {
    byte[] point = new byte[65];
    point[0] = 4;
    assertThatThrownBy(() -> Curve.P256.decodePoint(point)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> Curve.P256.decodePoint(new byte[] {0}))
        .isInstanceOf(MalformedException.class);
  }

  private static VerificationKey parse(TestKey key, SignatureProvider provider)
      throws MalformedException {
    return VerificationKey.fromPem(key.publicKeyPem().getBytes(StandardCharsets.UTF_8), provider);
  }

  private static byte[] paddedInteger(BigInteger value) {
    return DerWriter.element(Der.INTEGER, new byte[2], value.toByteArray());
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
