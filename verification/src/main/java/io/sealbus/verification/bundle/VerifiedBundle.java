package io.sealbus.verification.bundle;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.trust.CertificateChain;
import io.sealbus.verification.trust.ObservedTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bundle that a {@link BundleVerifier} proved to be about an artifact. */
public final class VerifiedBundle {
  private final @Nullable SigningIdentity identity;
  private final @Nullable CertificateChain chain;
  private final @Nullable InTotoStatement statement;
  private final Set<Bytes> logs;
  private final List<ObservedTime> times;
  private final boolean dependsOnNow;

  VerifiedBundle(
      @Nullable SigningIdentity identity,
      @Nullable CertificateChain chain,
      @Nullable InTotoStatement statement,
      Set<Bytes> logs,
      List<ObservedTime> times,
      boolean dependsOnNow) {
    this.identity = identity;
    this.chain = chain;
    this.statement = statement;
    this.logs = Set.copyOf(logs);
    this.times = List.copyOf(times);
    this.dependsOnNow = dependsOnNow;
  }

  /** Whom the certificate was issued to; empty where a key signed. */
  public Optional<SigningIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  /** The certificate with what it leads to; empty where a key signed. */
  public Optional<CertificateChain> chain() {
    return Optional.ofNullable(chain);
  }

  /** The statement; empty where the artifact itself was signed. */
  public Optional<InTotoStatement> statement() {
    return Optional.ofNullable(statement);
  }

  /** Ids of the transparency logs that hold the signature; empty where none was looked at. */
  public Set<Bytes> logs() {
    return logs;
  }

  /** When the signature is known to have existed. */
  public List<ObservedTime> times() {
    return times;
  }

  /** Whether the answer may be another at another time, so that it must not be remembered. */
  public boolean dependsOnNow() {
    return dependsOnNow;
  }
}
