package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.FakeFulcio.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * A Sigstore of one's own, as those run it who do not use the public one: a Fulcio, a timestamp
 * authority and, for who wants them, logs of certificates and of signatures. Signs keyless, in
 * every form that cosign does. Immutable.
 *
 * <pre>
 *   var sigstore = TestSigstore.of("acme", Instant.parse("2025-01-01T00:00:00Z"));
 *   var signer = sigstore.signer(new Identity("https://accounts.example.com", "me@example.com"), at);
 *   signer.attachSignature(repository, "1.0", image);
 *   String trust = sigstore.trustRoot("acme-keys").toString();
 * </pre>
 */
public final class TestSigstore {
  /** Of a bundle as cosign 3 attaches it. */
  public static final String BUNDLE_MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private static final String DSSE_MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";
  private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
  private static final String PREDICATE_TYPE = "predicateType";

  private final String seed;
  private final FakeFulcio fulcio;
  private final FakeTimestampAuthority timestamps;

  private TestSigstore(String seed, FakeFulcio fulcio, FakeTimestampAuthority timestamps) {
    this.seed = seed;
    this.fulcio = fulcio;
    this.timestamps = timestamps;
  }

  /**
   * The instance that belongs to {@code seed}: everything that it makes is the same each time.
   *
   * @param since when its authorities begin
   */
  public static TestSigstore of(String seed, Instant since) {
    return new TestSigstore(
        seed,
        FakeFulcio.of(seed + " fulcio", since),
        FakeTimestampAuthority.of(seed + " tsa", since));
  }

  /** With certificates that this log promises to include. */
  public TestSigstore logging(FakeCtLog log) {
    return new TestSigstore(seed, fulcio.logging(log), timestamps);
  }

  /** With certificates of {@code newFulcio} instead. */
  public TestSigstore issuing(FakeFulcio newFulcio) {
    return new TestSigstore(seed, newFulcio, timestamps);
  }

  /** The certificate authority. */
  public FakeFulcio fulcio() {
    return fulcio;
  }

  /** The timestamp authority. */
  public FakeTimestampAuthority timestamps() {
    return timestamps;
  }

  /** Who has signed in as {@code identity} at {@code at}. */
  public Signer signer(Identity identity, Instant at) {
    TestKey key = TestKey.of(TestKey.Kind.P256, seed + " " + identity + " " + at);
    return new Signer(key, fulcio.certify(key, identity, at), at);
  }

  /**
   * A TrustRoot of {@code policy.sigstore.dev} that holds both chains, as a document.
   *
   * @param name of the resource
   */
  public ObjectNode trustRoot(String name) {
    ObjectNode document = Json.object().put("apiVersion", "policy.sigstore.dev/v1alpha1");
    document.put("kind", "TrustRoot").putObject("metadata").put("name", name);
    ObjectNode keys = document.putObject("spec").putObject("sigstoreKeys");
    authority(keys, "certificateAuthorities", "fulcio", TestCertificate.pem(fulcio.chain()));
    authority(keys, "timestampAuthorities", "tsa", TestCertificate.pem(timestamps.chain()));
    return document;
  }

  private void authority(ObjectNode keys, String list, String what, String chain) {
    ObjectNode authority = keys.putArray(list).addObject();
    authority.putObject("subject").put("organization", seed).put("commonName", seed + " " + what);
    authority.put("uri", "https://" + what + "." + seed + ".example");
    authority.put("certChain", base64(chain.getBytes(StandardCharsets.UTF_8)));
  }

  /** Somebody with a certificate that is about to expire. Immutable. */
  public final class Signer {
    private final TestKey key;
    private final TestCertificate certificate;
    private final Instant at;

    private Signer(TestKey key, TestCertificate certificate, Instant at) {
      this.key = key;
      this.certificate = certificate;
      this.at = at;
    }

    /** The certificate. */
    public TestCertificate certificate() {
      return certificate;
    }

    /** A signature with certificate and chain, without a time. */
    public TestSignature signWithoutTimestamp(String dockerReference, Pushable image) {
      return certified(TestSigner.with(key).sign(dockerReference, image));
    }

    /** A signature with certificate, chain and timestamp. */
    public TestSignature sign(String dockerReference, Pushable image) {
      TestSignature signature = signWithoutTimestamp(dockerReference, image);
      return signature.annotation(TIMESTAMP, timestamp(signature.signature()));
    }

    /** Signs what {@code tag} names, and attaches the signature under the {@code .sig} tag. */
    public TestSignature attachSignature(Repository repository, String tag, Pushable image) {
      TestSignature signature = sign(repository.reference() + ":" + tag, image);
      SignatureManifest.of(signature).pushTo(repository, image.digest());
      return signature;
    }

    /** An attestation as cosign attaches it under the {@code .att} tag. */
    public TestSignature attest(TestStatement statement) {
      ObjectNode envelope = statement.envelope(key.sign(statement.encoding()));
      Content layer = Content.of(DSSE_MEDIA_TYPE, envelope);
      return certified(TestSignature.of(layer, new byte[0]))
          .annotation(TIMESTAMP, timestamp(layer.bytes()))
          .annotation(PREDICATE_TYPE, statement.predicateType());
    }

    /** Attaches an attestation in place of earlier ones. */
    public void attachAttestation(Repository repository, TestStatement statement) {
      String tag = statement.digest().replace(':', '-') + ".att";
      SignatureManifest.of(attest(statement)).pushAs(repository, tag);
    }

    /** A bundle around an attestation, or around {@link TestStatement#COSIGN_SIGN}. */
    public ObjectNode bundle(TestStatement statement) {
      byte[] signature = key.sign(statement.encoding());
      ObjectNode bundle = Json.object().put("mediaType", BUNDLE_MEDIA_TYPE);
      ObjectNode material = bundle.putObject("verificationMaterial");
      material.putObject("certificate").put("rawBytes", base64(certificate.der()));
      material.putArray("tlogEntries");
      material
          .putObject("timestampVerificationData")
          .putArray("rfc3161Timestamps")
          .addObject()
          .put("signedTimestamp", base64(timestamps.timestamp(signature, at)));
      bundle.set("dsseEnvelope", statement.envelope(signature));
      return bundle;
    }

    /** Attaches a bundle as a referrer. */
    public Content attachBundle(Repository repository, TestStatement statement, Content subject) {
      Content layer = Content.of(BUNDLE_MEDIA_TYPE, bundle(statement));
      Content config = Content.of("application/vnd.oci.empty.v1+json", "{}");
      ObjectNode manifest = Json.object().put("schemaVersion", 2);
      manifest.put("mediaType", Content.OCI_MANIFEST).put("artifactType", BUNDLE_MEDIA_TYPE);
      manifest.set("config", config.descriptor());
      manifest.putArray("layers").add(layer.descriptor());
      manifest.set("subject", subject.descriptor());
      Content referrer = Content.of(Content.OCI_MANIFEST, manifest);
      repository.putBlob(config).putBlob(layer).putManifest(referrer);
      return referrer;
    }

    private TestSignature certified(TestSignature signature) {
      return signature
          .annotation(TestSignature.CERTIFICATE, certificate.pem())
          .annotation(TestSignature.CHAIN, TestCertificate.pem(fulcio.chain()));
    }

    private String timestamp(byte[] message) {
      return Json.object()
          .put("SignedRFC3161Timestamp", base64(timestamps.timestamp(message, at)))
          .toString();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
