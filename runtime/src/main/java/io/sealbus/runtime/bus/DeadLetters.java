package io.sealbus.runtime.bus;

import io.sealbus.schemas.DeadLetterRecord;
import io.sealbus.schemas.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes dead letters: what could not be used, as it came, with the reason. */
public final class DeadLetters {
  private static final int MAX_VALUE = 512 * 1024;
  private static final int MAX_MESSAGE = 1024;

  private DeadLetters() {}

  /** For a record on the bus. */
  public static OutgoingRecord<DeadLetterRecord> of(
      String service, IncomingRecord record, String code, String message, Instant now) {
    var letter =
        DeadLetterRecord.newBuilder()
            .setService(service)
            .setTopic(record.source().topic())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setKey(buffer(record.source().key()))
            .setValue(buffer(record.value()))
            .setCode(code)
            .setMessage(cut(message))
            .setFailedAt(now)
            .build();
    return OutgoingRecord.of(TopicCatalogue.DEAD_LETTERS, record.key(), letter);
  }

  /** For the body of a request from {@code sender}. */
  public static OutgoingRecord<DeadLetterRecord> ofRequest(
      String service, String sender, byte[] body, String code, String message, Instant now) {
    var letter =
        DeadLetterRecord.newBuilder()
            .setService(service)
            .setValue(buffer(body))
            .setCode(code)
            .setMessage(cut(message))
            .setFailedAt(now)
            .build();
    return OutgoingRecord.of(TopicCatalogue.DEAD_LETTERS, sender, letter);
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null
        ? null
        : ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, MAX_VALUE)));
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
  }
}
