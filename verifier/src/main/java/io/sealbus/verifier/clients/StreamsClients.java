package io.sealbus.verifier.clients;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's clients as Streams makes them, with what Streams does not offer to who works on its
 * threads. It counts each thread's flushes: Streams flushes a thread's producer before it commits,
 * on that thread, and whatever the thread sent before has arrived then. A thread that has something
 * to sweep waits for fresh records no longer than it rests. And what somebody waits for leaves when
 * the thread has taken all that its last poll brought, without waiting for a batch to fill.
 */
public final class StreamsClients implements KafkaClientSupplier, ThreadClients {
  private final ThreadLocal<OfThread> own = ThreadLocal.withInitial(OfThread::new);

  /** What is known of one stream thread, on that thread alone. */
  private static final class OfThread {
    /** Made by another thread, and known once this one has used it. */
    @Nullable VerdictProducer producer;

    long flushes;
    boolean inAHurry;
    long resumeWithin = Long.MAX_VALUE;
  }

  @Override
  public long flushes() {
    return own.get().flushes;
  }

  @Override
  public void flush() {
    VerdictProducer producer = own.get().producer;
    if (producer != null) {
      producer.flush();
    }
  }

  @Override
  public void hurry() {
    own.get().inAHurry = true;
  }

  @Override
  public void resumeWithin(long nanos) {
    own.get().resumeWithin = nanos;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new VerdictProducer(config, this::flushed);
  }

  private void flushed(VerdictProducer producer) {
    OfThread thread = own.get();
    thread.producer = producer;
    thread.flushes += producer.hasLost() ? 0 : 1;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        OfThread thread = own.get();
        if (thread.inAHurry && thread.producer != null) {
          thread.inAHurry = false;
          thread.producer.hurry();
        }
        long patience = Math.min(timeout.toNanos(), thread.resumeWithin);
        thread.resumeWithin = Long.MAX_VALUE;
        return super.poll(Duration.ofNanos(Math.max(0, patience)));
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
