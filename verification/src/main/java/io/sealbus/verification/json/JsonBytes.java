package io.sealbus.verification.json;

import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonString;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Bytes as Go decodes them from JSON: base64, or an array of numbers in which null is 0. */
public final class JsonBytes {
  private static final int MAX = 255;

  private JsonBytes() {}

  /** The bytes; none where {@code value} is {@code null}. */
  public static byte[] of(String path, JsonValue value) throws InvalidJsonException {
    return switch (value) {
      case JsonNull ignored -> new byte[0];
      case JsonString string -> base64(path, string.text());
      case JsonArray array -> numbers(path, array.elements());
      default -> throw new InvalidJsonException(path, "expected base64, found " + value.kind());
    };
  }

  private static byte[] base64(String path, String text) throws InvalidJsonException {
    try {
      return Base64Text.decode(text);
    } catch (MalformedException e) {
      throw new InvalidJsonException(path, "illegal base64 data");
    }
  }

  private static byte[] numbers(String path, List<JsonValue> elements) throws InvalidJsonException {
    var bytes = new ByteArrayOutputStream(elements.size());
    for (JsonValue element : elements) {
      bytes.write(
          switch (element) {
            case JsonNull ignored -> 0;
            case JsonNumber number -> number(path, number.text());
            default ->
                throw new InvalidJsonException(path, "expected bytes, found " + element.kind());
          });
    }
    return bytes.toByteArray();
  }

  private static int number(String path, String text) throws InvalidJsonException {
    try {
      int number = text.startsWith("-") ? -1 : Integer.parseInt(text);
      if (number >= 0 && number <= MAX) {
        return number;
      }
    } catch (NumberFormatException e) {
      // No integer, or a huge one: no byte either.
    }
    throw new InvalidJsonException(path, "not a byte");
  }
}
