package io.sealbus.verification.transparency;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/** A log entry as a bundle has it; nothing about it is proven. Immutable. */
public final class UntrustedLogEntry {
  private final long logIndex;
  private final Bytes logId;
  private final String kind;
  private final String version;
  private final long integratedTime;
  private final byte @Nullable [] promise;
  private final @Nullable InclusionProof proof;
  private final byte[] body;

  /** What the body says, once it was asked for. Threads that race for it read the same. */
  private @Nullable LogEntryBody read;

  /**
   * Of these parts, which are not copied.
   *
   * @param logIndex of all shards
   * @param logId the log's, as it calls itself
   * @param kind of the body, as the bundle says
   * @param version of the kind, as the bundle says
   * @param integratedTime seconds since the epoch; 0 for none
   * @param promise a signed entry timestamp; null for none
   * @param proof null for none
   * @param body the entry as the log holds it
   */
  public UntrustedLogEntry(
      long logIndex,
      Bytes logId,
      String kind,
      String version,
      long integratedTime,
      byte @Nullable [] promise,
      @Nullable InclusionProof proof,
      byte[] body) {
    this.logIndex = logIndex;
    this.logId = logId;
    this.kind = kind;
    this.version = version;
    this.integratedTime = integratedTime;
    this.promise = promise;
    this.proof = proof;
    this.body = body;
  }

  /** Of all shards. */
  public long logIndex() {
    return logIndex;
  }

  /** The log's, as it calls itself. */
  public Bytes logId() {
    return logId;
  }

  /** Of the body, as the bundle says. */
  public String kind() {
    return kind;
  }

  /** Of the kind, as the bundle says. */
  public String version() {
    return version;
  }

  /** Seconds since the epoch; 0 for none. */
  public long integratedTime() {
    return integratedTime;
  }

  /** A signed entry timestamp, not to be changed; null for none. */
  public byte @Nullable [] promise() {
    return promise;
  }

  /** Null for none. */
  public @Nullable InclusionProof proof() {
    return proof;
  }

  /** The entry as the log holds it; not to be changed. */
  public byte[] body() {
    return body;
  }

  /** What the body says. */
  LogEntryBody read() throws InvalidJsonException, MalformedException {
    LogEntryBody known = read;
    if (known == null) {
      known = LogEntryBodyReader.parse(body);
      read = known;
    }
    return known;
  }
}
