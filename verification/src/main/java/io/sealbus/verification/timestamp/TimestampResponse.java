package io.sealbus.verification.timestamp;

import io.sealbus.verification.Proof;
import io.sealbus.verification.crypto.SignatureProvider;
import org.jspecify.annotations.Nullable;

/**
 * A TimeStampResp in DER as it came; nothing about it is proven. Parsed when it is first asked for,
 * and once, however many authorities and policies ask.
 */
public final class TimestampResponse {
  private final byte[] der;

  /** Threads that race for it read the same. */
  private @Nullable Read read;

  private record Read(SignatureProvider provider, Proof<UntrustedTimestamp> timestamp) {}

  /** Of these bytes, which are not copied. */
  public TimestampResponse(byte[] der) {
    this.der = der;
  }

  /** The bytes; not to be changed. */
  public byte[] der() {
    return der;
  }

  /** As {@link UntrustedTimestamp#parse}. */
  public Proof<UntrustedTimestamp> read(SignatureProvider provider) {
    Read known = read;
    if (known == null || known.provider != provider) {
      known = new Read(provider, UntrustedTimestamp.parse(der, provider));
      read = known;
    }
    return known.timestamp;
  }
}
