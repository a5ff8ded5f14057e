package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sealbus.verification.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON that others wrote: UTF-8 without mistakes, one value and nothing after it, no member
 * twice, at most 64 levels deep.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 64;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The text is not UTF-8. */
  private static final class NotUtf8 extends JsonProcessingException {
    NotUtf8() {
      super("not UTF-8");
    }
  }

  private StrictJson() {}

  /** The text of {@code node}; empty where it is missing or anything but a text. */
  public static String text(JsonNode node) {
    // asText() would make the word "null" of a null.
    return node.isTextual() ? node.asText() : "";
  }

  /** The value; a missing node for no text at all. */
  public static JsonNode parse(Bytes json) throws JsonProcessingException {
    return MAPPER.readTree(utf8(json));
  }

  /** The text that {@code bytes} are; without a mistake, or not at all. */
  static String utf8(Bytes bytes) throws JsonProcessingException {
    try {
      // The decoder of newDecoder() reports malformed input where a String would replace it.
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new NotUtf8();
    }
  }
}
