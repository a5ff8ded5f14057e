package io.sealbus.verification.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one JCA provider that check signatures. They hold the state of a check, so each
 * thread has its own, and keeps them: to look one up takes longer than much of what it does.
 */
final class Engines {
  private static final String RSA = "RSA/ECB/NoPadding";
  private static final String ED25519 = "Ed25519";

  /** Null for the JDK's own. */
  private final @Nullable Provider provider;

  private final ThreadLocal<Map<HashAlgorithm, Signature>> ecdsa =
      ThreadLocal.withInitial(HashMap::new);
  private final ThreadLocal<@Nullable Cipher> rsa = new ThreadLocal<>();
  private final ThreadLocal<@Nullable Signature> ed25519 = new ThreadLocal<>();
  private final ThreadLocal<Map<String, KeyFactory>> keyFactories =
      ThreadLocal.withInitial(HashMap::new);

  Engines(@Nullable Provider provider) {
    this.provider = provider;
  }

  /** What makes keys of {@code algorithm}. */
  KeyFactory keyFactory(String algorithm) throws NoSuchAlgorithmException {
    Map<String, KeyFactory> mine = keyFactories.get();
    KeyFactory known = mine.get(algorithm);
    if (known != null) {
      return known;
    }
    KeyFactory created =
        provider == null
            ? KeyFactory.getInstance(algorithm, jdk("KeyFactory." + algorithm))
            : KeyFactory.getInstance(algorithm, provider);
    mine.put(algorithm, created);
    return created;
  }

  /** What checks ECDSA over {@code hash}, to be initialised. */
  Signature ecdsa(HashAlgorithm hash) throws NoSuchAlgorithmException {
    Map<HashAlgorithm, Signature> mine = ecdsa.get();
    Signature known = mine.get(hash);
    if (known != null) {
      return known;
    }
    String algorithm = hash.signatureName() + "withECDSA";
    Signature created =
        provider == null
            ? Signature.getInstance(algorithm, jdk("Signature." + algorithm))
            : Signature.getInstance(algorithm, provider);
    mine.put(hash, created);
    return created;
  }

  /** What does the public-key operation of RSA, to be initialised. */
  Cipher rsa() throws NoSuchAlgorithmException, NoSuchPaddingException {
    Cipher known = rsa.get();
    if (known != null) {
      return known;
    }
    Cipher created =
        provider == null
            ? Cipher.getInstance(RSA, jdk("Cipher.RSA"))
            : Cipher.getInstance(RSA, provider);
    rsa.set(created);
    return created;
  }

  /** What checks pure Ed25519 by keys of the JDK, to be initialised. */
  Signature ed25519() throws NoSuchAlgorithmException {
    Signature known = ed25519.get();
    if (known != null) {
      return known;
    }
    boolean offered = provider != null && provider.getService("Signature", ED25519) != null;
    Signature created =
        offered
            ? Signature.getInstance(ED25519, provider)
            : Signature.getInstance(ED25519, jdk("Signature." + ED25519));
    ed25519.set(created);
    return created;
  }

  /** Lets go of what may be left in the middle of a check. */
  <E extends GeneralSecurityException> E dropped(E failure) {
    forget();
    return failure;
  }

  /** As {@link #dropped}, where nothing need be thrown on. */
  void forget() {
    ecdsa.remove();
    rsa.remove();
    ed25519.remove();
  }

  /** The JDK's provider even where another one was put before it in the platform's list. */
  static Provider jdk(String filter) {
    for (Provider candidate : Security.getProviders(filter)) {
      if (candidate.getName().startsWith("Sun")) {
        return candidate;
      }
    }
    throw new IllegalStateException("every Java platform has " + filter);
  }
}
