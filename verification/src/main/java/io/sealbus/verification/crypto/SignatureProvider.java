package io.sealbus.verification.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * Who does the arithmetic of signatures: Amazon Corretto Crypto Provider where its native library
 * loads, the JDK otherwise. Which one it is does not change any answer, only how long it takes.
 * Immutable and safe for use by many threads.
 */
public final class SignatureProvider {
  private static final SignatureProvider JDK = new SignatureProvider("JDK", null);
  private static final @Nullable SignatureProvider ACCELERATED = load();

  private final String name;

  /** Null for the JDK's own. */
  private final @Nullable Provider provider;

  private SignatureProvider(String name, @Nullable Provider provider) {
    this.name = name;
    this.provider = provider;
  }

  /** The fastest that works here. */
  public static SignatureProvider fastest() {
    return ACCELERATED == null ? JDK : ACCELERATED;
  }

  /** The JDK's. */
  public static SignatureProvider jdk() {
    return JDK;
  }

  /** Amazon Corretto Crypto Provider, or empty where it does not load. */
  public static Optional<SignatureProvider> accelerated() {
    return Optional.ofNullable(ACCELERATED);
  }

  /** For logs and metrics: {@code JDK} or {@code ACCP}. */
  public String name() {
    return name;
  }

  private static @Nullable SignatureProvider load() {
    try {
      AmazonCorrettoCryptoProvider accp = AmazonCorrettoCryptoProvider.INSTANCE;
      return accp.getLoadingError() == null ? new SignatureProvider("ACCP", accp) : null;
    } catch (LinkageError | RuntimeException e) {
      // Another platform, or its jar was left out: the JDK serves.
      return null;
    }
  }

  /** An elliptic-curve key from its SubjectPublicKeyInfo, which was checked before. */
  PublicKey ecKey(byte[] spki) throws GeneralSecurityException {
    return keyFactory("EC").generatePublic(new X509EncodedKeySpec(spki));
  }

  /** An RSA key from its SubjectPublicKeyInfo, which was checked before. */
  PublicKey rsaKey(byte[] spki) throws GeneralSecurityException {
    return keyFactory("RSA").generatePublic(new X509EncodedKeySpec(spki));
  }

  private KeyFactory keyFactory(String algorithm) throws GeneralSecurityException {
    return provider == null
        ? KeyFactory.getInstance(algorithm, jdkProvider("KeyFactory." + algorithm))
        : KeyFactory.getInstance(algorithm, provider);
  }

  /** Whether the DER signature, whose numbers are in range, is good. */
  boolean verifyEcdsa(PublicKey key, HashAlgorithm hash, byte[] message, byte[] der) {
    String algorithm = hash.signatureName() + "withECDSA";
    try {
      Signature signature =
          provider == null
              ? Signature.getInstance(algorithm, jdkProvider("Signature." + algorithm))
              : Signature.getInstance(algorithm, provider);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(der);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The public-key operation of RSA on a number below the modulus, of as many bytes. */
  byte @Nullable [] rsaPublic(PublicKey key, byte[] input) {
    String algorithm = "RSA/ECB/NoPadding";
    try {
      Cipher cipher =
          provider == null
              ? Cipher.getInstance(algorithm, jdkProvider("Cipher.RSA"))
              : Cipher.getInstance(algorithm, provider);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  /** The JDK's provider even where another one was put before it in the platform's list. */
  private static Provider jdkProvider(String filter) {
    for (Provider candidate : Security.getProviders(filter)) {
      if (candidate.getName().startsWith("Sun")) {
        return candidate;
      }
    }
    throw new IllegalStateException("every Java platform has " + filter);
  }
}
