package io.sealbus.verifier.clients;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A stream thread's producer. Its batches may fill for long, since a request costs the bus as much
 * whatever is in it; what somebody waits for leaves at once. Kafka's flush has it leave, and then
 * waits until it has arrived: a thread of its own does that.
 */
final class VerdictProducer extends KafkaProducer<byte[], byte[]> {
  private final Consumer<VerdictProducer> flushed;
  private volatile boolean lost;
  private volatile boolean wanted;
  private volatile boolean closed;

  /** Null until somebody waits for something. */
  private volatile @Nullable Thread messenger;

  /**
   * @param flushed told after each flush, by whoever asked for it
   */
  VerdictProducer(Map<String, Object> config, Consumer<VerdictProducer> flushed) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.flushed = flushed;
  }

  @Override
  public Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback then) {
    return super.send(
        record,
        (metadata, failure) -> {
          lost |= failure != null;
          if (then != null) {
            then.onCompletion(metadata, failure);
          }
        });
  }

  @Override
  public void flush() {
    super.flush();
    flushed.accept(this);
  }

  /** Whether a record was ever lost: then nobody can say that everything has arrived. */
  boolean hasLost() {
    return lost;
  }

  /** What was sent leaves at once; does not wait for it. For one thread. */
  void hurry() {
    wanted = true;
    if (messenger == null) {
      messenger = Thread.ofPlatform().daemon().name("verifier-hurry").start(this::carry);
    } else {
      LockSupport.unpark(messenger);
    }
  }

  private void carry() {
    while (!closed) {
      if (wanted) {
        wanted = false;
        leave();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void leave() {
    try {
      super.flush();
    } catch (KafkaException | IllegalStateException e) {
      // Closed meanwhile, or of a transaction that has failed: whoever sent is told.
    }
  }

  @Override
  public void close(Duration timeout) {
    closed = true;
    if (messenger != null) {
      LockSupport.unpark(messenger);
    }
    super.close(timeout);
  }
}
