package io.sealbus.verification.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Question;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * Who does the arithmetic of signatures: Amazon Corretto Crypto Provider where its native library
 * loads, the JDK otherwise. Which one it is does not change any answer, only how long it takes; nor
 * does a memory of the answers. Safe for use by many threads.
 */
public final class SignatureProvider {
  /**
   * System property; {@code JDK} for the JDK's own even where another would load, as who checks a
   * handful of signatures and ends is faster with.
   */
  public static final String CHOICE = "io.sealbus.signatures";

  private static final SignatureProvider JDK =
      new SignatureProvider("JDK", new Engines(null), Facts.none());

  /** Loaded when it is first asked for: to load a library takes longer than a few checks. */
  private static final class Accelerated {
    private static final @Nullable SignatureProvider PROVIDER = load();

    private Accelerated() {}

    private static @Nullable SignatureProvider load() {
      if (JDK.name().equals(System.getProperty(CHOICE))) {
        return null;
      }
      try {
        AmazonCorrettoCryptoProvider accp = AmazonCorrettoCryptoProvider.INSTANCE;
        return accp.getLoadingError() == null
            ? new SignatureProvider("ACCP", new Engines(accp), Facts.none())
            : null;
      } catch (LinkageError | RuntimeException e) {
        // Another platform: the JDK serves.
        return null;
      }
    }
  }

  private final String name;

  private final Engines engines;
  private final Facts facts;
  private final RecentCertificates recent = new RecentCertificates();

  private SignatureProvider(String name, Engines engines, Facts facts) {
    this.name = name;
    this.engines = engines;
    this.facts = facts;
  }

  /** The fastest that works here. */
  public static SignatureProvider fastest() {
    return accelerated().orElse(JDK);
  }

  /** The JDK's. */
  public static SignatureProvider jdk() {
    return JDK;
  }

  /** Amazon Corretto Crypto Provider, or empty where it does not load. */
  public static Optional<SignatureProvider> accelerated() {
    try {
      return Optional.ofNullable(Accelerated.PROVIDER);
    } catch (LinkageError e) {
      // Its jar was left out.
      return Optional.empty();
    }
  }

  /**
   * The same with {@code facts} as its memory, which the keys that it makes ask before they check a
   * signature.
   */
  public SignatureProvider remembering(Facts facts) {
    return new SignatureProvider(name, engines, facts);
  }

  /** For logs and metrics: {@code JDK} or {@code ACCP}. */
  public String name() {
    return name;
  }

  /**
   * Whether {@code signature} signs {@code message}, by memory or by {@code check}. A check that
   * cannot be carried out is no signature, and nothing to remember.
   *
   * @param rule names how it is checked
   * @param key the SubjectPublicKeyInfo
   */
  boolean verifies(String rule, byte[] key, byte[] message, byte[] signature, Facts.Check check) {
    try {
      return facts.isKept()
          ? facts.answer(Question.signature(rule, key, message, signature), check)
          : facts.find(check);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The memory that is asked before a signature is checked. */
  public Facts facts() {
    return facts;
  }

  /** What was read lately, with keys that are checked by this. */
  RecentCertificates recent() {
    return recent;
  }

  /** An elliptic-curve key from its SubjectPublicKeyInfo, which was checked before. */
  PublicKey ecKey(byte[] spki) throws GeneralSecurityException {
    return engines.keyFactory("EC").generatePublic(new X509EncodedKeySpec(spki));
  }

  /** An RSA key from its SubjectPublicKeyInfo, which was checked before. */
  PublicKey rsaKey(byte[] spki) throws GeneralSecurityException {
    return engines.keyFactory("RSA").generatePublic(new X509EncodedKeySpec(spki));
  }

  /** Whether the DER signature, whose numbers are in range, is good. */
  boolean verifyEcdsa(PublicKey key, HashAlgorithm hash, byte[] message, byte[] der)
      throws GeneralSecurityException {
    try {
      Signature signature = engines.ecdsa(hash);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(der);
    } catch (GeneralSecurityException e) {
      throw engines.dropped(e);
    }
  }

  /** Whether the 64 bytes, of which the first 32 are a canonical point, are good. */
  boolean verifyEd25519(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    try {
      Signature verifier = engines.ed25519();
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | RuntimeException e) {
      // What is no signature at all may be refused in either way.
      engines.forget();
      return false;
    } catch (GeneralSecurityException e) {
      throw engines.dropped(e);
    }
  }

  /** The public-key operation of RSA on a number below the modulus, of as many bytes. */
  byte[] rsaPublic(PublicKey key, byte[] input) throws GeneralSecurityException {
    try {
      Cipher cipher = engines.rsa();
      cipher.init(Cipher.ENCRYPT_MODE, key);
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw engines.dropped(e);
    }
  }
}
