package io.sealbus.verifier;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's clients as Streams makes them, with two things that Streams does not offer to who works
 * on its threads. It counts each thread's flushes: Streams flushes a thread's producer before it
 * commits, on that thread, and whatever the thread sent before has arrived then. And a thread that
 * has something to sweep does not wait for fresh records, it only looks whether there are any.
 */
final class StreamsClients implements KafkaClientSupplier {
  private final ThreadLocal<long[]> flushes = ThreadLocal.withInitial(() -> new long[1]);

  /** Made by another thread than the one that uses it, and known once that one has flushed. */
  private final ThreadLocal<@Nullable Producer<byte[], byte[]>> producers = new ThreadLocal<>();

  private final ThreadLocal<boolean[]> busy = ThreadLocal.withInitial(() -> new boolean[1]);

  /** The calling thread has more to do, so that its next poll shall not wait. */
  void busy() {
    busy.get()[0] = true;
  }

  /** Waits until what the calling thread has sent is safely on the bus. */
  void flush() {
    Producer<byte[], byte[]> own = producers.get();
    if (own != null) {
      own.flush();
    }
  }

  /** How often the calling thread has flushed. */
  long flushes() {
    return flushes.get()[0];
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()) {
      private volatile boolean lost;

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

      /** Of a producer that has lost a record nobody can say that everything has arrived. */
      @Override
      public void flush() {
        super.flush();
        producers.set(this);
        if (!lost) {
          flushes.get()[0]++;
        }
      }
    };
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        boolean[] isBusy = busy.get();
        Duration patience = isBusy[0] ? Duration.ZERO : timeout;
        isBusy[0] = false;
        return super.poll(patience);
      }
    };
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getRestoreConsumer(config);
  }
}
