package io.sealbus.schemas;

import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the bus, without the prefix that a deployment puts before its name.
 *
 * @param name name without prefix
 * @param valueType class of the values
 * @param schema schema of the values
 * @param key what the key is, for people
 * @param retention how long records are kept
 * @param spread over how many partitions
 * @param plane whose it is where several policy domains share one evidence plane
 * @param maxRecordBytes greatest size of one record on the topic, key and headers included
 * @param about what the topic is for, for people
 */
public record Topic<V extends SpecificRecord>(
    String name,
    Class<V> valueType,
    Schema schema,
    String key,
    Retention retention,
    Spread spread,
    Plane plane,
    int maxRecordBytes,
    String about) {

  /** How long records are kept. */
  public sealed interface Retention {
    /** The newest record of each key, for ever. */
    record Compact() implements Retention {}

    /** Every record, for a while. */
    record Delete(Duration after) implements Retention {}
  }

  /** Over how many partitions a topic is spread. */
  public enum Spread {
    /** One: the offset orders all records of the topic. */
    SINGLE,
    /** As many as configured; records of one repository share a partition. */
    BY_REPOSITORY
  }

  /** Which part of a deployment a topic belongs to. */
  public enum Plane {
    /** What registries hold; may be shared by several policy domains. */
    EVIDENCE,
    /** What one policy domain makes of it. */
    POLICY
  }
}
