package io.sealbus.signaturefetcher.registry;

import java.time.Duration;

/**
 * How much a registry may send and how long it may take. Beyond any of these an exchange is broken
 * off and counts as failed.
 *
 * @param manifestBytes bound of a manifest
 * @param blobBytes bound of an attachment
 * @param otherBytes bound of a token or error body
 * @param connect for connecting, TLS included
 * @param firstByte from the request to the head of the answer
 * @param body from the head of the answer to its last byte
 * @param concurrency exchanges under way at one registry, at least 1
 * @param queue how long a call waits for its turn at a registry
 */
public record RegistryLimits(
    int manifestBytes,
    int blobBytes,
    int otherBytes,
    Duration connect,
    Duration firstByte,
    Duration body,
    int concurrency,
    Duration queue) {
  private static final int MIB = 1 << 20;

  /** The bounds of containers/image for bytes: 4 MiB and 1 MiB; 5 s, 10 s and 30 s; 8 at once. */
  public static final RegistryLimits DEFAULTS =
      new RegistryLimits(
          4 * MIB,
          4 * MIB,
          MIB,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          8,
          Duration.ofSeconds(30));

  public RegistryLimits {
    if (manifestBytes < 1 || blobBytes < 1 || otherBytes < 1 || concurrency < 1) {
      throw new IllegalArgumentException("a bound of a registry is below 1");
    }
  }
}
