package io.sealbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * A timestamp authority that signs whatever time it is told. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161">RFC 3161</a>
 */
public final class FakeTimestampAuthority {
  private static final ASN1ObjectIdentifier POLICY =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.2");

  private final TestCertificate root;
  private final TestCertificate leaf;

  private FakeTimestampAuthority(TestCertificate root, TestCertificate leaf) {
    this.root = root;
    this.leaf = leaf;
  }

  /** With keys that belong to {@code seed}, valid for thirty years. */
  public static FakeTimestampAuthority of(String seed, Instant since) {
    Instant until = since.plus(Duration.ofDays(365 * 30));
    var root =
        TestCertificate.authority(
            seed + " root", TestKey.of(TestKey.Kind.P384, seed + " root"), since, until);
    var leaf =
        TestCertificate.order(
                seed + " leaf", TestKey.of(TestKey.Kind.P256, seed + " leaf"), since, until)
            .usages(true, KeyPurposeId.id_kp_timeStamping)
            .signedBy(root);
    return new FakeTimestampAuthority(root, leaf);
  }

  /** The signing certificate, then the root. */
  public List<TestCertificate> chain() {
    return List.of(leaf, root);
  }

  /** A TimeStampResp in DER that says that {@code message} existed at {@code time}. */
  public byte[] timestamp(byte[] message, Instant time) {
    try {
      var request = new TimeStampRequestGenerator();
      request.setCertReq(true);
      TimeStampRequest asked = request.generate(TSPAlgorithms.SHA256, sha256(message));
      var tokens = new TimeStampTokenGenerator(signer(time), digests().get(sha256()), POLICY);
      tokens.addCertificates(new CollectionStore<>(List.of(leaf.holder())));
      var serial = new BigInteger(1, sha256(message));
      return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
          .generate(asked, serial, Date.from(time))
          .getEncoded();
    } catch (TSPException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SignerInfoGenerator signer(Instant time) throws OperatorCreationException {
    var attributes = new Hashtable<ASN1ObjectIdentifier, Attribute>();
    var signedAt = new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(time))));
    attributes.put(CMSAttributes.signingTime, signedAt);
    var builder = new SignerInfoGeneratorBuilder(digests());
    builder.setSignedAttributeGenerator(
        new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)));
    return builder.build(KeySigner.of(leaf.key()), leaf.holder());
  }

  private static DigestCalculatorProvider digests() throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder().build();
  }

  private static AlgorithmIdentifier sha256() {
    return new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
