package io.sealbus.bench.evaluation;

import io.sealbus.bench.Contestant;
import io.sealbus.bench.InProcess;
import io.sealbus.bench.RawChecks;
import io.sealbus.bench.corpus.Check;
import io.sealbus.bench.corpus.Kind;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signature checks of a kind's images and nothing else, with keys that were parsed before and
 * objects that are used again.
 */
final class Floor {
  private final RawChecks raw = RawChecks.fastest();
  private final Map<String, Signature> signatures = new HashMap<>();
  private final Map<PublicKey, PublicKey> keys = new HashMap<>();

  private record Prepared(Signature signature, PublicKey key, Check check) {
    boolean isGood() throws GeneralSecurityException {
      signature.initVerify(key);
      signature.update(check.message());
      return signature.verify(check.signature());
    }
  }

  private Floor() {}

  static Contestant of(Kind kind) throws GeneralSecurityException {
    return new Floor().contestant(kind);
  }

  private Contestant contestant(Kind kind) throws GeneralSecurityException {
    var images = new ArrayList<List<Prepared>>();
    for (var subject : kind.subjects()) {
      var checks = new ArrayList<Prepared>();
      for (Check check : subject.checks()) {
        checks.add(prepare(check));
      }
      images.add(checks);
    }
    return new InProcess(
        raw.subject(), Duration.ofSeconds(1), i -> require(images.get(i % images.size())));
  }

  private Prepared prepare(Check check) throws GeneralSecurityException {
    Signature signature = signatures.get(check.algorithm());
    if (signature == null) {
      signature = raw.signature(check.algorithm());
      signatures.put(check.algorithm(), signature);
    }
    PublicKey key = keys.get(check.key());
    if (key == null) {
      key = raw.key(check.key());
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
