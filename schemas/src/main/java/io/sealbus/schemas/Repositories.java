package io.sealbus.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a repository's records stand on. Every record about one repository, whatever its
 * topic, goes to the partition of the same number, so that they stay together and in order.
 */
public final class Repositories {
  private Repositories() {}

  /**
   * The {@code registry/repository} part of a key: the key without {@code @digest}, or without the
   * {@code :tag} after its last slash.
   */
  public static String of(String key) {
    int at = key.indexOf('@');
    if (at >= 0) {
      return key.substring(0, at);
    }
    int colon = key.indexOf(':', key.lastIndexOf('/') + 1);
    return key.lastIndexOf('/') >= 0 && colon >= 0 ? key.substring(0, colon) : key;
  }

  /** The partition, out of {@code partitions}, for a record under {@code key}. */
  public static int partition(String key, int partitions) {
    byte[] repository = of(key).getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(repository)) % partitions;
  }
}
