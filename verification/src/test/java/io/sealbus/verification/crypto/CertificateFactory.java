package io.sealbus.verification.crypto;

import io.sealbus.testkit.TestKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Builds certificates, right or wrong in any part. */
public final class CertificateFactory {
  static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String subject;
  private final TestKey key;
  private final List<byte[]> extensions = new ArrayList<>();
  private String issuer;
  private TestKey issuerKey;
  private Instant notBefore = START;
  private Instant notAfter = END;
  private String algorithm = "SHA256withECDSA";
  private String algorithmOid = ECDSA_SHA256;
  private byte[] outerAlgorithm;
  private byte[] parameters = {};
  private boolean shifted;
  private int version = 3;
  private BigInteger serial = BigInteger.ONE;

  private CertificateFactory(String subject, TestKey key) {
    this.subject = subject;
    this.key = key;
    this.issuer = subject;
    this.issuerKey = key;
  }

  /** Self-signed until {@link #issuedBy}. */
  public static CertificateFactory of(String subject) {
    return new CertificateFactory(subject, TestKey.of(TestKey.Kind.P256, subject));
  }

  public static CertificateFactory authority(String subject) {
    return of(subject).basicConstraints(true, -1);
  }

  public CertificateFactory issuedBy(String name) {
    issuer = name;
    issuerKey = TestKey.of(TestKey.Kind.P256, name);
    return this;
  }

  public CertificateFactory valid(Instant from, Instant to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  CertificateFactory signedWith(String name, String oid) {
    algorithm = name;
    algorithmOid = oid;
    return this;
  }

  CertificateFactory outerAlgorithm(String oid) {
    outerAlgorithm = DerWriter.sequence(Oid.encode(oid));
    return this;
  }

  /** What stands behind the algorithm's name, whether it is an element or not. */
  CertificateFactory parameters(int... bytes) {
    parameters = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      parameters[i] = (byte) bytes[i];
    }
    return this;
  }

  /** The signature without the two zero bits that it begins with, which leaves two unused. */
  CertificateFactory shiftedSignature() {
    shifted = true;
    return this;
  }

  public CertificateFactory version(int newVersion) {
    version = newVersion;
    return this;
  }

  public CertificateFactory serial(long newSerial) {
    serial = BigInteger.valueOf(newSerial);
    return this;
  }

  public CertificateFactory basicConstraints(boolean authority, int pathLength) {
    byte[] ca = authority ? new byte[] {1, 1, -1} : new byte[0];
    byte[] length =
        pathLength < 0 ? new byte[0] : DerWriter.integer(BigInteger.valueOf(pathLength));
    return extension("2.5.29.19", true, DerWriter.sequence(ca, length));
  }

  /** Bit 5 is keyCertSign, bit 0 digitalSignature. */
  CertificateFactory keyUsage(int bit) {
    byte[] bits = {(byte) (7 - bit), (byte) (0x80 >> bit)};
    return extension("2.5.29.15", true, DerWriter.element(Der.BIT_STRING, bits));
  }

  public CertificateFactory usages(String... oids) {
    byte[][] encoded = new byte[oids.length][];
    for (int i = 0; i < oids.length; i++) {
      encoded[i] = Oid.encode(oids[i]);
    }
    return extension("2.5.29.37", false, DerWriter.sequence(encoded));
  }

  public CertificateFactory criticalUsages(String... oids) {
    byte[][] encoded = new byte[oids.length][];
    for (int i = 0; i < oids.length; i++) {
      encoded[i] = Oid.encode(oids[i]);
    }
    return extension("2.5.29.37", true, DerWriter.sequence(encoded));
  }

  /** Each name as a context tag's number and its content. */
  public CertificateFactory names(Object... tagsAndValues) {
    return extension("2.5.29.17", false, DerWriter.sequence(generalNames(tagsAndValues)));
  }

  CertificateFactory permitted(int tag, Object base) {
    return extension(
        "2.5.29.30",
        true,
        DerWriter.sequence(
            DerWriter.element(
                Der.constructedContext(0), DerWriter.sequence(generalNames(tag, base)))));
  }

  CertificateFactory excluded(int tag, Object base) {
    return extension(
        "2.5.29.30",
        true,
        DerWriter.sequence(
            DerWriter.element(
                Der.constructedContext(1), DerWriter.sequence(generalNames(tag, base)))));
  }

  private static byte[] generalNames(Object... tagsAndValues) {
    byte[] all = new byte[0];
    for (int i = 0; i < tagsAndValues.length; i += 2) {
      byte[] value =
          tagsAndValues[i + 1] instanceof byte[] bytes
              ? bytes
              : ((String) tagsAndValues[i + 1]).getBytes(StandardCharsets.ISO_8859_1);
      byte[] name = DerWriter.element(Der.context((int) tagsAndValues[i]), value);
      byte[] longer = java.util.Arrays.copyOf(all, all.length + name.length);
      System.arraycopy(name, 0, longer, all.length, name.length);
      all = longer;
    }
    return all;
  }

  public CertificateFactory extension(String oid, boolean critical, byte[] value) {
    extensions.add(
        DerWriter.sequence(
            Oid.encode(oid),
            critical ? new byte[] {1, 1, -1} : new byte[0],
            DerWriter.element(Der.OCTET_STRING, value)));
    return this;
  }

  private static byte[] name(String commonName) {
    return DerWriter.sequence(
        DerWriter.element(
            Der.SET,
            DerWriter.sequence(
                Oid.encode("2.5.4.3"),
                DerWriter.element(Der.UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] time(Instant time) {
    return DerWriter.element(
        Der.GENERALIZED_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }

  public byte[] der() {
    byte[] identifier = DerWriter.sequence(Oid.encode(algorithmOid), parameters);
    byte[] extensionList =
        extensions.isEmpty()
            ? new byte[0]
            : DerWriter.element(
                Der.constructedContext(3), DerWriter.sequence(extensions.toArray(new byte[0][])));
    byte[] signed =
        DerWriter.sequence(
            version == 1
                ? new byte[0]
                : DerWriter.element(
                    Der.constructedContext(0), DerWriter.integer(BigInteger.valueOf(version - 1L))),
            DerWriter.integer(serial),
            identifier,
            name(issuer),
            DerWriter.sequence(time(notBefore), time(notAfter)),
            name(subject),
            key.publicKey().getEncoded(),
            extensionList);
    return DerWriter.sequence(
        signed,
        outerAlgorithm == null ? identifier : outerAlgorithm,
        bits(issuerKey.sign(algorithm, signed)));
  }

  private byte[] bits(byte[] signature) {
    if (!shifted) {
      return DerWriter.bitString(signature);
    }
    // Now its first bit is set, so that a byte stands before it.
    byte[] bits = new BigInteger(1, signature).shiftLeft(2).toByteArray();
    bits[0] = 2;
    return DerWriter.element(Der.BIT_STRING, bits);
  }

  /** The certificate in PEM. */
  String pem() {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der())
        + "\n-----END CERTIFICATE-----\n";
  }

  public Certificate build() {
    try {
      return Certificate.fromDer(der(), SignatureProvider.jdk());
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }
}
