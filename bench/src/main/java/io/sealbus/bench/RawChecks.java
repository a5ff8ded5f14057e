package io.sealbus.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signature checks and nothing else: what no evaluation by the same arithmetic can be faster than.
 *
 * @param subject the floor's name
 * @param provider null for the JDK's
 */
public record RawChecks(String subject, @Nullable Provider provider) {
  /** By the provider that Sealbus itself uses where it loads. */
  public static final String ACCP = Measurement.FLOOR + "accp";

  /** By Amazon Corretto Crypto Provider, or by the JDK where that does not load. */
  public static RawChecks fastest() {
    var accp = AmazonCorrettoCryptoProvider.INSTANCE;
    return accp.getLoadingError() == null
        ? new RawChecks(ACCP, accp)
        : new RawChecks(Measurement.FLOOR + "jdk", null);
  }

  /** To be used again and again, by one thread. */
  public Signature signature(String algorithm) throws GeneralSecurityException {
    return provider == null
        ? Signature.getInstance(algorithm)
        : Signature.getInstance(algorithm, provider);
  }

  /** The same key as the provider's own, so that it is read once and not with each check. */
  public PublicKey key(PublicKey key) throws GeneralSecurityException {
    // The provider takes the JDK's keys of Ed25519, and makes none of its own.
    KeyFactory factory =
        provider == null || key.getAlgorithm().equals("EdDSA")
            ? KeyFactory.getInstance(key.getAlgorithm())
            : KeyFactory.getInstance(key.getAlgorithm(), provider);
    return factory.generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }
}
