package io.sealbus.policyingest;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The writing end of the {@code policies} topic. */
interface PolicyLog {
  /** Completes with the record's offset once it is durable. */
  CompletableFuture<Long> put(PolicyRecord record);

  /** Completes with the tombstone's offset once it is durable. */
  CompletableFuture<Long> delete(ResourceKey key);

  /** Whether the topic takes a record of this size. */
  boolean takes(PolicyRecord record);

  /** The topic on the bus. */
  static PolicyLog on(RecordSender sender, RecordCodecs codecs) {
    return new PolicyLog() {
      // What the sender's headers and Kafka's framing may take.
      private static final int OVERHEAD = 8192;

      @Override
      public CompletableFuture<Long> put(PolicyRecord record) {
        return sender.send(
            OutgoingRecord.of(TopicCatalogue.POLICIES, key(record).text(), record),
            TraceContext.root());
      }

      @Override
      public CompletableFuture<Long> delete(ResourceKey key) {
        return sender.send(
            OutgoingRecord.tombstone(TopicCatalogue.POLICIES, key.text()), TraceContext.root());
      }

      @Override
      public boolean takes(PolicyRecord record) {
        int size =
            codecs.codec(TopicCatalogue.POLICIES).encode(record).length
                + key(record).text().getBytes(StandardCharsets.UTF_8).length;
        return size + OVERHEAD <= TopicCatalogue.POLICIES.maxRecordBytes();
      }
    };
  }

  /** The key of a record. */
  static ResourceKey key(PolicyRecord record) {
    return new ResourceKey(
        record.getGroup(), record.getKind(), record.getNamespace(), record.getName());
  }
}
