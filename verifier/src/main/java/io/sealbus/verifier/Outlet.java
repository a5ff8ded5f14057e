package io.sealbus.verifier;

import io.sealbus.runtime.bus.TraceContext;
import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verifier.records.VerdictEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What a task sends to the bus: encoded, with CloudEvents and trace headers. */
final class Outlet {
  static final String VERDICTS = "verdicts-out";
  static final String DEAD_LETTERS = "dead-letters-out";

  private static final Header SPEC_VERSION = header("ce_specversion", utf8("1.0"));
  private static final Header SOURCE =
      header("ce_source", utf8("/sealbus/" + VerifierService.NAME));
  private static final Header VERDICT = header("ce_type", utf8("io.sealbus.verdicts"));
  private static final Header DEAD_LETTER = header("ce_type", utf8("io.sealbus.dead-letters"));
  private static final Header CONTENT_TYPE = header("content-type", utf8("application/avro"));

  private final ProcessorContext<String, byte[]> context;
  private final RecordCodec<DeadLetterRecord> deadLetters;
  private Instant lastTime = Instant.EPOCH;
  private Header lastTimeHeader = time(lastTime);

  Outlet(ProcessorContext<String, byte[]> context, RecordCodecs codecs) {
    this.context = context;
    this.deadLetters = codecs.codec(TopicCatalogue.DEAD_LETTERS);
  }

  void verdict(VerdictEncoding.Encoded verdict, TraceContext trace, Instant now) {
    send(VERDICTS, verdict.reference(), verdict.value(), verdict.id().hex(), trace, now);
  }

  void tombstone(String reference, TraceContext trace, Instant now) {
    send(VERDICTS, reference, null, utf8(reference + "/gone"), trace, now);
  }

  void deadLetter(String key, DeadLetterRecord letter, TraceContext trace, Instant now) {
    String id = letter.getTopic() + "/" + letter.getPartition() + "/" + letter.getOffset();
    send(DEAD_LETTERS, key, deadLetters.encode(letter), utf8(id), trace, now);
  }

  @SuppressWarnings("NullAway") // Kafka's tombstone is a null value, which its types do not say.
  private void send(
      String sink,
      String key,
      byte @Nullable [] value,
      byte[] id,
      TraceContext trace,
      Instant now) {
    var headers =
        new RecordHeaders(
            new Header[] {
              header(TraceContext.HEADER, utf8(trace.next().header())),
              SPEC_VERSION,
              header("ce_id", id),
              SOURCE,
              sink.equals(VERDICTS) ? VERDICT : DEAD_LETTER,
              header("ce_subject", utf8(key)),
              timeHeader(now),
              CONTENT_TYPE
            });
    context.forward(new Record<>(key, value, now.toEpochMilli(), headers), sink);
  }

  /** All that is sent in one slice of a sweep is sent at one time. */
  private Header timeHeader(Instant now) {
    if (!now.equals(lastTime)) {
      lastTimeHeader = time(now);
      lastTime = now;
    }
    return lastTimeHeader;
  }

  private static Header time(Instant instant) {
    return header("ce_time", utf8(instant.toString()));
  }

  private static Header header(String name, byte[] value) {
    return new RecordHeader(name, value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
