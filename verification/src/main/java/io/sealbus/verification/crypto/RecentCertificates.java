package io.sealbus.verification.crypto;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that were read last, found again by all of their bytes. Every signature brings
 * along the same certificates of its authority, and its own is looked at more than once. Bounded:
 * what has the same place as another drives it out, but no signer's certificate an authority's.
 * Many threads may ask at once, without a lock.
 */
final class RecentCertificates {
  /** Longest PEM text that is kept, in characters. */
  private static final int MAX_LENGTH = 16 << 10;

  private static final int PLACES = 128;

  private final Table<Certificate> authorities = new Table<>();
  private final Table<Certificate> signers = new Table<>();
  private final Table<Text> chains = new Table<>();
  private final Table<Text> others = new Table<>();

  /** What was put last at each place. */
  private static final class Table<T> {
    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);

    @Nullable T get(int hash) {
      return places.getAcquire(place(hash));
    }

    void put(int hash, T value) {
      places.setRelease(place(hash), value);
    }
  }

  private record Text(String pem, List<Certificate> certificates) {}

  /** The certificate that {@code der} is, or null where it was not read lately. */
  @Nullable Certificate get(byte[] der) {
    int hash = Arrays.hashCode(der);
    Certificate signer = signers.get(hash);
    if (signer != null && signer.isEncodedAs(der)) {
      return signer;
    }
    Certificate authority = authorities.get(hash);
    return authority != null && authority.isEncodedAs(der) ? authority : null;
  }

  void put(byte[] der, Certificate certificate) {
    (certificate.isAuthority() ? authorities : signers).put(Arrays.hashCode(der), certificate);
  }

  /** The certificates in {@code pem}, or null where it was not read lately. */
  @Nullable List<Certificate> get(String pem) {
    int hash = pem.hashCode();
    Text other = others.get(hash);
    if (other != null && other.pem.equals(pem)) {
      return other.certificates;
    }
    Text chain = chains.get(hash);
    return chain != null && chain.pem.equals(pem) ? chain.certificates : null;
  }

  void put(String pem, List<Certificate> certificates) {
    if (pem.length() <= MAX_LENGTH) {
      boolean isChain = !certificates.isEmpty() && certificates.getLast().isAuthority();
      (isChain ? chains : others).put(pem.hashCode(), new Text(pem, certificates));
    }
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 15) & (PLACES - 1);
  }
}
