package io.sealbus.bench.fleet;

import io.sealbus.bench.RawChecks;
import io.sealbus.testkit.Fleet;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * What the checks alone take of a sweep that checks one signature of each image under a new key:
 * some of the fleet's own signatures under that key, one right after the other, so that each finds
 * the provider's code and tables where the one before has left them.
 */
final class CheckFloor {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String ALGORITHM = "SHA256withECDSA";
  private static final int SAMPLE = 2_000;
  private static final int TIMES = 10;

  private final RawChecks raw = RawChecks.fastest();
  private final List<TestSignature> signatures = new ArrayList<>();
  private final PublicKey key;

  /**
   * @param key that has signed none of {@code fleet}
   */
  CheckFloor(Fleet fleet, TestKey key) throws GeneralSecurityException {
    this.key = raw.key(key.publicKey());
    for (int i = 0; i < Math.min(SAMPLE, fleet.size()); i++) {
      signatures.add(fleet.image(i).signature());
    }
  }

  String subject() {
    return raw.subject();
  }

  /** CPU-seconds for one check of each of {@code images}. */
  double cpuSeconds(int images) throws GeneralSecurityException {
    Signature signature = raw.signature(ALGORITHM);
    List<byte[]> payloads = signatures.stream().map(one -> one.payload().bytes()).toList();
    List<byte[]> values = signatures.stream().map(TestSignature::signature).toList();
    check(signature, payloads, values);
    long before = THREADS.getCurrentThreadCpuTime();
    for (int time = 0; time < TIMES; time++) {
      check(signature, payloads, values);
    }
    double each = (THREADS.getCurrentThreadCpuTime() - before) / 1e9 / TIMES / signatures.size();
    return each * images;
  }

  private void check(Signature signature, List<byte[]> payloads, List<byte[]> values)
      throws GeneralSecurityException {
    for (int i = 0; i < payloads.size(); i++) {
      signature.initVerify(key);
      signature.update(payloads.get(i));
      if (signature.verify(values.get(i))) {
        throw new IllegalStateException("the new key has signed an image");
      }
    }
  }
}
