package io.sealbus.verification.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads JSON texts that follow one another. */
final class JsonDocuments {
  private final JsonParser parser;
  private final Limits limits;
  private final List<Node> documents = new ArrayList<>();

  private JsonDocuments(JsonParser parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  static List<Node> read(String text, Limits limits) throws Unreadable {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.depth() + 1)
            .maxStringLength(limits.bytes())
            .maxNameLength(limits.bytes())
            .build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    try (JsonParser parser = factory.createParser(text)) {
      return new JsonDocuments(parser, limits).all();
    } catch (StreamConstraintsException e) {
      throw new Unreadable(0, FindingCode.TOO_LARGE, "a JSON token is too long");
    } catch (JsonProcessingException e) {
      throw new Unreadable(0, FindingCode.SYNTAX, at(e) + "not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String at(JsonProcessingException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
  }

  private List<Node> all() throws IOException, Unreadable {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (documents.size() == limits.documents()) {
        throw refused(FindingCode.TOO_MANY_DOCUMENTS, "more than " + limits.documents());
      }
      documents.add(node(token, 0));
    }
    return documents;
  }

  private Node node(JsonToken token, int depth) throws IOException, Unreadable {
    return switch (token) {
      case START_OBJECT -> mapping(deeper(depth));
      case START_ARRAY -> sequence(deeper(depth));
      case VALUE_STRING -> new Node.Text(Surrogates.replaced(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Number(parser.getText());
      case VALUE_TRUE -> new Node.Bool(true);
      case VALUE_FALSE -> new Node.Bool(false);
      case VALUE_NULL -> new Node.Null();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw refused(FindingCode.SYNTAX, "not JSON");
    };
  }

  private int deeper(int depth) throws Unreadable {
    if (depth == limits.depth()) {
      throw refused(FindingCode.TOO_DEEP, "more than " + limits.depth() + " levels");
    }
    return depth + 1;
  }

  private Node mapping(int depth) throws IOException, Unreadable {
    var members = new LinkedHashMap<String, Node>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = Surrogates.replaced(parser.currentName());
      if (members.containsKey(name)) {
        throw refused(FindingCode.DUPLICATE_KEY, "\"" + Surrogates.printable(name) + "\" twice");
      }
      members.put(name, node(parser.nextToken(), depth));
    }
    return new Node.Mapping(members);
  }

  private Node sequence(int depth) throws IOException, Unreadable {
    var items = new ArrayList<Node>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      items.add(node(t, depth));
    }
    return new Node.Sequence(items);
  }

  private Unreadable refused(FindingCode code, String what) {
    var location = parser.currentLocation();
    return new Unreadable(
        documents.size(),
        code,
        "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " + what);
  }
}
