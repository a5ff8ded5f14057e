package io.sealbus.testkit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signs images as cosign does with a key. Immutable.
 *
 * <pre>
 *   var signer = TestSigner.with(TestKey.generate(P256));
 *   var image = TestImage.of("hello");
 *   image.pushTo(repository, "1.0");
 *   signer.signAndAttach(repository, "1.0", image);
 *   SignatureManifest.of(signer.sign("registry.example.com/other:1.0", image).corruptSignature())
 *       .pushTo(repository, image.digest());
 * </pre>
 */
public final class TestSigner {
  private final TestKey key;
  private final String algorithm;
  private final @Nullable FakeRekor rekor;
  private final Instant loggedAt;

  private TestSigner(TestKey key, String algorithm, @Nullable FakeRekor rekor, Instant loggedAt) {
    this.key = key;
    this.algorithm = algorithm;
    this.rekor = rekor;
    this.loggedAt = loggedAt;
  }

  /** With this key, by the scheme that nodes check, without a log. */
  public static TestSigner with(TestKey key) {
    return new TestSigner(key, key.kind().signatureAlgorithm(), null, Instant.EPOCH);
  }

  /** By another scheme of JCA's, such as {@code SHA384withECDSA}. */
  public TestSigner algorithm(String newAlgorithm) {
    return new TestSigner(key, newAlgorithm, rekor, loggedAt);
  }

  /** With an entry in this log, at this time to the second. */
  public TestSigner loggedBy(FakeRekor newRekor, Instant time) {
    return new TestSigner(key, algorithm, newRekor, time);
  }

  /** The key. */
  public TestKey key() {
    return key;
  }

  /**
   * Signs an image under an identity.
   *
   * @param dockerReference what the signature claims to name
   */
  public TestSignature sign(String dockerReference, Pushable image) {
    return sign(SimpleSigning.of(dockerReference, image.digest()).payload());
  }

  /** Signs any payload. */
  public TestSignature sign(Content payload) {
    TestSignature signature = TestSignature.of(payload, key.sign(algorithm, payload.bytes()));
    return rekor == null
        ? signature
        : signature.annotation(
            TestSignature.BUNDLE, rekor.entry(signature, key.publicKeyPem(), loggedAt).bundle());
  }

  /** Signs what {@code tag} of the repository is to name, and attaches the signature there. */
  public TestSignature signAndAttach(Repository repository, String tag, Pushable image) {
    TestSignature signature = sign(repository.reference() + ":" + tag, image);
    SignatureManifest.of(signature).pushTo(repository, image.digest());
    return signature;
  }
}
