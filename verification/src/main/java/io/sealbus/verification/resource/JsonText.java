package io.sealbus.verification.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a node as compact JSON, members in the node's order. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** The JSON text of {@code node}. */
  public static String write(Node node) {
    var text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(node, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Node node, JsonGenerator generator) throws IOException {
    switch (node) {
      case Node.Mapping mapping -> {
        generator.writeStartObject();
        for (Map.Entry<String, Node> member : mapping.members().entrySet()) {
          generator.writeFieldName(member.getKey());
          write(member.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case Node.Sequence sequence -> {
        generator.writeStartArray();
        for (Node item : sequence.items()) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case Node.Text text -> generator.writeString(text.value());
      case Node.Number number -> generator.writeNumber(number.json());
      case Node.Bool bool -> generator.writeBoolean(bool.value());
      case Node.Null ignored -> generator.writeNull();
    }
  }
}
