package io.sealbus.verifier;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What a task sends to the bus: encoded, with CloudEvents and trace headers. */
final class Outlet {
  static final String VERDICTS = "verdicts-out";
  static final String DEAD_LETTERS = "dead-letters-out";

  private final ProcessorContext<String, byte[]> context;
  private final RecordCodec<VerdictRecord> verdicts;
  private final RecordCodec<DeadLetterRecord> deadLetters;

  Outlet(ProcessorContext<String, byte[]> context, RecordCodecs codecs) {
    this.context = context;
    this.verdicts = codecs.codec(TopicCatalogue.VERDICTS);
    this.deadLetters = codecs.codec(TopicCatalogue.DEAD_LETTERS);
  }

  void verdict(VerdictRecord verdict, TraceContext trace, Instant now) {
    send(VERDICTS, verdict.getReference(), verdicts.encode(verdict), verdict.getId(), trace, now);
  }

  void tombstone(String reference, TraceContext trace, Instant now) {
    send(VERDICTS, reference, null, reference + "/gone", trace, now);
  }

  void deadLetter(String key, DeadLetterRecord letter, TraceContext trace, Instant now) {
    String id = letter.getTopic() + "/" + letter.getPartition() + "/" + letter.getOffset();
    send(DEAD_LETTERS, key, deadLetters.encode(letter), id, trace, now);
  }

  @SuppressWarnings("NullAway") // Kafka's tombstone is a null value, which its types do not say.
  private void send(
      String sink,
      String key,
      byte @Nullable [] value,
      String id,
      TraceContext trace,
      Instant now) {
    var headers = new RecordHeaders();
    add(headers, TraceContext.HEADER, trace.next().header());
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", id);
    add(headers, "ce_source", "/sealbus/" + VerifierService.NAME);
    add(headers, "ce_type", "io.sealbus." + (sink.equals(VERDICTS) ? "verdicts" : "dead-letters"));
    add(headers, "ce_subject", key);
    add(headers, "ce_time", now.toString());
    add(headers, "content-type", "application/avro");
    context.forward(new Record<>(key, value, now.toEpochMilli(), headers), sink);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
