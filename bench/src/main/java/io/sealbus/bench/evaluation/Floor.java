package io.sealbus.bench.evaluation;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.sealbus.bench.Contestant;
import io.sealbus.bench.InProcess;
import io.sealbus.bench.Measurement;
import io.sealbus.bench.corpus.Check;
import io.sealbus.bench.corpus.Kind;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signature checks of a kind's images and nothing else, with keys that were parsed before and
 * objects that are used again: what no evaluation by the same arithmetic can be faster than.
 */
final class Floor {
  /** By the provider that Sealbus itself uses where it loads. */
  static final String ACCP = Measurement.FLOOR + "accp";

  /** Null for the JDK's. */
  private final @Nullable Provider provider;

  private final Map<String, Signature> signatures = new HashMap<>();
  private final Map<PublicKey, PublicKey> keys = new HashMap<>();

  private record Prepared(Signature signature, PublicKey key, Check check) {
    boolean isGood() throws GeneralSecurityException {
      signature.initVerify(key);
      signature.update(check.message());
      return signature.verify(check.signature());
    }
  }

  private Floor(@Nullable Provider provider) {
    this.provider = provider;
  }

  /** By Amazon Corretto Crypto Provider, or by the JDK where that does not load. */
  static Contestant of(Kind kind) throws GeneralSecurityException {
    var accp = AmazonCorrettoCryptoProvider.INSTANCE;
    return accp.getLoadingError() == null
        ? new Floor(accp).contestant(ACCP, kind)
        : new Floor(null).contestant(Measurement.FLOOR + "jdk", kind);
  }

  private Contestant contestant(String name, Kind kind) throws GeneralSecurityException {
    var images = new ArrayList<List<Prepared>>();
    for (var subject : kind.subjects()) {
      var checks = new ArrayList<Prepared>();
      for (Check check : subject.checks()) {
        checks.add(prepare(check));
      }
      images.add(checks);
    }
    return new InProcess(name, Duration.ofSeconds(1), i -> require(images.get(i % images.size())));
  }

  private Prepared prepare(Check check) throws GeneralSecurityException {
    Signature signature = signatures.get(check.algorithm());
    if (signature == null) {
      signature =
          provider == null
              ? Signature.getInstance(check.algorithm())
              : Signature.getInstance(check.algorithm(), provider);
      signatures.put(check.algorithm(), signature);
    }
    PublicKey key = keys.get(check.key());
    if (key == null) {
      key =
          keyFactory(check.key().getAlgorithm())
              .generatePublic(new X509EncodedKeySpec(check.key().getEncoded()));
      keys.put(check.key(), key);
    }
    return new Prepared(signature, key, check);
  }

  /** The provider takes the JDK's keys of Ed25519, and makes none of its own. */
  private KeyFactory keyFactory(String algorithm) throws GeneralSecurityException {
    return provider == null || algorithm.equals("EdDSA")
        ? KeyFactory.getInstance(algorithm)
        : KeyFactory.getInstance(algorithm, provider);
  }

  private static void require(List<Prepared> checks) {
    try {
      for (Prepared check : checks) {
        if (!check.isGood()) {
          throw new IllegalStateException("a check of the corpus is not good");
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
