package io.sealbus.bench.evaluation;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.sealbus.bench.Contestant;
import io.sealbus.bench.InProcess;
import io.sealbus.bench.Measurement;
import io.sealbus.bench.corpus.Check;
import io.sealbus.bench.corpus.Kind;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signature checks of a kind's images and nothing else, with keys that were parsed before and
 * objects that are used again: what no evaluation by the same arithmetic can be faster than.
 */
final class Floor {
  /** By the provider that Sealbus itself uses where it loads. */
  static final String ACCP = Measurement.FLOOR + "accp";

  private final Arithmetic arithmetic;
  private final Map<String, Signature> signatures = new HashMap<>();
  private final Map<PublicKey, PublicKey> keys = new HashMap<>();

  /** A provider of signatures and of the keys that it takes. */
  private interface Arithmetic {
    Signature signature(String algorithm) throws GeneralSecurityException;

    KeyFactory keys(String algorithm) throws GeneralSecurityException;
  }

  private record Prepared(Signature signature, PublicKey key, Check check) {
    boolean isGood() throws GeneralSecurityException {
      signature.initVerify(key);
      signature.update(check.message());
      return signature.verify(check.signature());
    }
  }

  private Floor(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  /** By each provider that there is here; the JDK's own always is. */
  static List<Contestant> of(Kind kind) throws GeneralSecurityException {
    var floors = new ArrayList<Contestant>();
    var accp = AmazonCorrettoCryptoProvider.INSTANCE;
    if (accp.getLoadingError() == null) {
      var fast =
          new Arithmetic() {
            @Override
            public Signature signature(String algorithm) throws GeneralSecurityException {
              return Signature.getInstance(algorithm, accp);
            }

            /** It takes the JDK's keys of Ed25519, and has none of its own. */
            @Override
            public KeyFactory keys(String algorithm) throws GeneralSecurityException {
              return algorithm.equals("EdDSA")
                  ? KeyFactory.getInstance(algorithm)
                  : KeyFactory.getInstance(algorithm, accp);
            }
          };
      floors.add(new Floor(fast).contestant(ACCP, kind));
    }
    var jdk =
        new Arithmetic() {
          @Override
          public Signature signature(String algorithm) throws GeneralSecurityException {
            return Signature.getInstance(algorithm);
          }

          @Override
          public KeyFactory keys(String algorithm) throws GeneralSecurityException {
            return KeyFactory.getInstance(algorithm);
          }
        };
    floors.add(new Floor(jdk).contestant(Measurement.FLOOR + "jdk", kind));
    return floors;
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
      signature = arithmetic.signature(check.algorithm());
      signatures.put(check.algorithm(), signature);
    }
    PublicKey key = keys.get(check.key());
    if (key == null) {
      key =
          arithmetic
              .keys(check.key().getAlgorithm())
              .generatePublic(new X509EncodedKeySpec(check.key().getEncoded()));
      keys.put(check.key(), key);
    }
    return new Prepared(signature, key, check);
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
