package io.sealbus.verification.crypto;

import io.sealbus.verification.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An X.509 certificate, parsed as strictly as Go parses it. Nothing about it is proven; {@link
 * CertificatePath} proves it.
 *
 * <p>The JDK's certificates are not used: they differ from release to release in what they accept,
 * and keep malformed extensions that Go refuses.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280, section 4.1</a>
 */
public final class Certificate {
  private final byte[] encoded;
  private final int version;
  private final byte[] signedBytes;
  private final @Nullable CertificateSignatureAlgorithm signatureAlgorithm;
  private final byte[] signature;
  private final BigInteger serialNumber;
  private final byte[] issuer;
  private final byte[] subject;
  private final Instant notBefore;
  private final Instant notAfter;
  private final byte[] keyInfo;
  private final @Nullable VerificationKey key;
  private final CertificateExtensions extensions;

  /**
   * Whose key was found to have signed this one, and may, which is so for ever. Of authorities
   * only, whose certificates come along with every signature; who signed a signer's is a fact like
   * others. Threads that race for it find the same or nothing.
   */
  private @Nullable Certificate provenIssuer;

  private Certificate(byte[] encoded, SignatureProvider provider) throws MalformedException {
    Der outer = Der.of(encoded);
    Der certificate = outer.read(Der.SEQUENCE);
    if (!outer.isEmpty()) {
      throw new MalformedException("trailing data after the certificate");
    }
    this.encoded = encoded.clone();
    this.signedBytes = certificate.readElement(Der.SEQUENCE);
    Der tbs = Der.of(signedBytes).read(Der.SEQUENCE);
    this.version = version(tbs);
    this.serialNumber = tbs.readInteger();
    if (serialNumber.signum() < 0) {
      throw new MalformedException("negative serial number");
    }
    byte[] algorithm = tbs.readElement(Der.SEQUENCE);
    if (!Arrays.equals(algorithm, certificate.readElement(Der.SEQUENCE))) {
      throw new MalformedException("inner and outer signature algorithms differ");
    }
    this.signatureAlgorithm =
        CertificateSignatureAlgorithm.read(Der.of(algorithm).read(Der.SEQUENCE));
    this.issuer = DistinguishedName.check(tbs.readElement(Der.SEQUENCE));
    Der validity = tbs.read(Der.SEQUENCE);
    this.notBefore = DerTime.read(validity);
    this.notAfter = DerTime.read(validity);
    this.subject = DistinguishedName.check(tbs.readElement(Der.SEQUENCE));
    this.keyInfo = tbs.readElement(Der.SEQUENCE);
    this.key = KeyReader.fromSpkiContent(Der.of(keyInfo).read(Der.SEQUENCE), provider);
    this.extensions = extensions(tbs, version);
    this.signature = certificate.readBitString().alignedRight();
  }

  private static int version(Der tbs) throws MalformedException {
    Der explicit = tbs.readOptional(Der.constructedContext(0));
    if (explicit == null) {
      return 1;
    }
    BigInteger version = explicit.readInteger();
    if (!explicit.isEmpty() || version.signum() < 0 || version.compareTo(BigInteger.TWO) > 0) {
      throw new MalformedException("invalid version");
    }
    return version.intValue() + 1;
  }

  private static CertificateExtensions extensions(Der tbs, int version) throws MalformedException {
    if (version > 1) {
      tbs.readOptional(Der.context(1));
      tbs.readOptional(Der.context(2));
    }
    Der explicit = version == 3 ? tbs.readOptional(Der.constructedContext(3)) : null;
    return CertificateExtensions.parse(explicit == null ? null : explicit.read(Der.SEQUENCE));
  }

  /** Parses one certificate in DER with nothing after it. */
  public static Certificate fromDer(byte[] der, SignatureProvider provider)
      throws MalformedException {
    Certificate known = provider.recent().get(der);
    if (known != null) {
      return known;
    }
    var certificate = new Certificate(der, provider);
    provider.recent().put(der, certificate);
    return certificate;
  }

  boolean isEncodedAs(byte[] der) {
    return Arrays.equals(encoded, der);
  }

  /**
   * All certificates of a PEM text in which every block must be one and nothing but white space may
   * follow the last block. White space alone is an empty list.
   */
  public static List<Certificate> fromPemStrict(byte[] pem, SignatureProvider provider)
      throws MalformedException {
    return readStrict(new String(pem, StandardCharsets.ISO_8859_1), provider);
  }

  /** As {@link #fromPemStrict(byte[], SignatureProvider)}, of text. */
  public static List<Certificate> fromPemStrict(String pem, SignatureProvider provider)
      throws MalformedException {
    List<Certificate> known = provider.recent().get(pem);
    if (known != null) {
      return known;
    }
    byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
    List<Certificate> certificates = List.copyOf(fromPemStrict(bytes, provider));
    provider.recent().put(pem, certificates);
    return certificates;
  }

  private static List<Certificate> readStrict(String pem, SignatureProvider provider)
      throws MalformedException {
    var certificates = new ArrayList<Certificate>();
    String rest = trimmed(pem);
    while (!rest.isEmpty()) {
      Optional<Pem.Block> block = Pem.first(rest);
      if (block.isEmpty()) {
        throw new MalformedException("error during PEM decoding");
      }
      certificates.add(fromDer(block.get().der(), provider));
      rest = block.get().rest();
    }
    return certificates;
  }

  /** Without what Go takes for white space at both ends, in ASCII. */
  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /** The certificates of a PEM text that parse; anything else in it is passed over. */
  public static List<Certificate> fromPemLenient(byte[] pem, SignatureProvider provider) {
    var certificates = new ArrayList<Certificate>();
    String rest = new String(pem, StandardCharsets.ISO_8859_1);
    for (Optional<Pem.Block> block = Pem.first(rest);
        block.isPresent();
        block = Pem.first(block.get().rest())) {
      if (block.get().type().equals("CERTIFICATE") && !block.get().headers()) {
        try {
          certificates.add(fromDer(block.get().der(), provider));
        } catch (MalformedException e) {
          // One bad certificate does not spoil the others, as on a node.
          continue;
        }
      }
    }
    return certificates;
  }

  /** The DER bytes. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /** SHA-256 of the DER bytes, which names the certificate. */
  public Digest digest() {
    return new Digest("sha256:" + HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(encoded)));
  }

  /** Unique among what the issuer issued. */
  public BigInteger serialNumber() {
    return serialNumber;
  }

  /** The issuer's Name in DER. */
  public byte[] issuer() {
    return issuer.clone();
  }

  /** The subject's Name in DER. */
  public byte[] subject() {
    return subject.clone();
  }

  /** The SubjectPublicKeyInfo in DER, as the certificate has it. */
  public byte[] keyInfo() {
    return keyInfo.clone();
  }

  /** The TBSCertificate in DER. */
  public byte[] signedBytes() {
    return signedBytes.clone();
  }

  /**
   * The TBSCertificate in DER as it would be without the extension {@code oid}, of which the rest
   * is kept byte for byte: RFC 6962, section 3.2, of a precertificate.
   */
  public byte[] signedBytesWithout(String oid) throws MalformedException {
    Der tbs = Der.of(signedBytes).read(Der.SEQUENCE);
    var parts = new ByteArrayOutputStream(signedBytes.length);
    while (!tbs.isEmpty()) {
      boolean isExtensions = tbs.peekTag() == Der.constructedContext(3);
      byte[] part = tbs.readElement();
      parts.writeBytes(isExtensions ? withoutExtension(part, oid) : part);
    }
    return DerWriter.sequence(parts.toByteArray());
  }

  private static byte[] withoutExtension(byte[] explicit, String oid) throws MalformedException {
    Der list = Der.of(explicit).readAny().read(Der.SEQUENCE);
    var kept = new ByteArrayOutputStream(explicit.length);
    while (!list.isEmpty()) {
      byte[] extension = list.readElement(Der.SEQUENCE);
      if (!Der.of(extension).read(Der.SEQUENCE).readOid().equals(oid)) {
        kept.writeBytes(extension);
      }
    }
    return DerWriter.element(Der.constructedContext(3), DerWriter.sequence(kept.toByteArray()));
  }

  /** Whether basic constraints say that this is an authority's. */
  public boolean isAuthority() {
    return extensions.isAuthority();
  }

  /** Whether issuer and subject are the same Name. */
  public boolean isSelfIssued() {
    return Arrays.equals(issuer, subject);
  }

  /** Object identifiers of the extended key usages; empty where there is no such extension. */
  public Set<String> extendedKeyUsages() {
    return extensions.usages();
  }

  /** Whether the extended key usages are there and critical. */
  public boolean hasCriticalExtendedKeyUsages() {
    return extensions.hasCriticalUsages();
  }

  /** Whether {@code time} lies in the validity, both ends inclusive. */
  public boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore) && !time.isAfter(notAfter);
  }

  /** First instant of validity. */
  public Instant notBefore() {
    return notBefore;
  }

  /** Last instant of validity, to the second, inclusive. */
  public Instant notAfter() {
    return notAfter;
  }

  /** The key, or null where its algorithm is unknown. */
  public @Nullable VerificationKey key() {
    return key;
  }

  /** rfc822Name subject alternative names, verbatim. */
  public List<String> emails() {
    return List.copyOf(extensions.names().emails());
  }

  /** An extension's value, or null where there is none. */
  public byte @Nullable [] extension(String oid) {
    return extensions.value(oid);
  }

  /** Critical extensions that are not understood. */
  Set<String> unhandledCritical() {
    return extensions.unhandledCritical();
  }

  CertificateExtensions extensions() {
    return extensions;
  }

  boolean isIssuedUnderNameOf(Certificate other) {
    return Arrays.equals(issuer, other.subject);
  }

  /** Whether subject, key and subject alternative names are the same. */
  boolean isSameEntity(Certificate other) {
    return Arrays.equals(subject, other.subject)
        && Arrays.equals(keyInfo, other.keyInfo)
        && Arrays.equals(
            extensions.value(CertificateExtensions.SUBJECT_ALT_NAME),
            other.extensions.value(CertificateExtensions.SUBJECT_ALT_NAME));
  }

  /** Whether {@code parent} may sign certificates and its key signed this one. */
  boolean isSignedBy(Certificate parent) {
    Certificate proven = provenIssuer;
    if (proven != null && proven.equals(parent)) {
      return true;
    }
    if (!isFoundSignedBy(parent)) {
      return false;
    }
    if (isAuthority()) {
      provenIssuer = parent;
    }
    return true;
  }

  private boolean isFoundSignedBy(Certificate parent) {
    CertificateExtensions of = parent.extensions;
    boolean mayBeAuthority =
        parent.version == 3 ? of.isAuthority() : !of.hasBasicConstraints() || of.isAuthority();
    return mayBeAuthority
        && of.mayCertSign()
        && parent.key != null
        && signatureAlgorithm != null
        && signatureAlgorithm.verify(parent.key, signedBytes, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof Certificate that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }
}
