package io.sealbus.verification.crypto;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that were read last, found again by all of their bytes. Every signature brings
 * along the same certificates of its authority, and its own is looked at more than once. Bounded:
 * what has the same place as another drives it out. Many threads may ask at once, without a lock.
 */
final class RecentCertificates {
  /** Longest PEM text that is kept, in characters. */
  private static final int MAX_LENGTH = 16 << 10;

  private static final int PLACES = 128;

  private final AtomicReferenceArray<@Nullable Certificate> byDer =
      new AtomicReferenceArray<>(PLACES);
  private final AtomicReferenceArray<@Nullable Text> byPem = new AtomicReferenceArray<>(PLACES);

  private record Text(String pem, List<Certificate> certificates) {}

  /** The certificate that {@code der} is, or null where it was not read lately. */
  @Nullable Certificate get(byte[] der) {
    Certificate found = byDer.getAcquire(place(Arrays.hashCode(der)));
    return found != null && found.isEncodedAs(der) ? found : null;
  }

  void put(byte[] der, Certificate certificate) {
    byDer.setRelease(place(Arrays.hashCode(der)), certificate);
  }

  /** The certificates in {@code pem}, or null where it was not read lately. */
  @Nullable List<Certificate> get(String pem) {
    Text found = byPem.getAcquire(place(pem.hashCode()));
    return found != null && found.pem.equals(pem) ? found.certificates : null;
  }

  void put(String pem, List<Certificate> certificates) {
    if (pem.length() <= MAX_LENGTH) {
      byPem.setRelease(place(pem.hashCode()), new Text(pem, certificates));
    }
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 15) & (PLACES - 1);
  }
}
