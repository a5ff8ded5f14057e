package io.sealbus.verification.sigstore;

import io.sealbus.verification.golang.GoUrl;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.sigstore.Shape.Field;
import io.sealbus.verification.sigstore.Shape.Struct;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a document as Go's {@code encoding/json} does with unknown fields disallowed, and gives
 * it as Go would write it again: members in the order of the types, absent values as their zero.
 *
 * <p>Objects are read in the order of their names, which is how a YAML document arrives.
 */
final class StrictDecoder {
  /** What is wrong, in Go's words. */
  record Fault(FindingCode code, String path, String message) {}

  /** Go keeps the first fault and goes on, unless a type's own decoder fails. */
  private static final class Aborted extends Exception {
    private final Fault fault;

    Aborted(Fault fault) {
      super(null, null, false, false);
      this.fault = fault;
    }
  }

  private @Nullable Fault first;

  private StrictDecoder() {}

  /** What came of decoding. */
  sealed interface Decoded {
    /** The document as Go would write it. */
    record Good(Node.Mapping document) implements Decoded {}

    /** It is refused. */
    record Bad(Fault fault) implements Decoded {}
  }

  static Decoded decode(Node.Mapping document, Struct shape) {
    var decoder = new StrictDecoder();
    try {
      Node.Mapping decoded = decoder.struct(document, shape, Place.root());
      return decoder.first == null ? new Decoded.Good(decoded) : new Decoded.Bad(decoder.first);
    } catch (Aborted e) {
      return new Decoded.Bad(e.fault);
    }
  }

  /**
   * Where a value stands.
   *
   * @param struct name of the innermost struct, empty outside of one
   * @param fields names from the root without indices, as Go's messages have them
   * @param path with indices
   */
  private record Place(String struct, String fields, String path) {
    static Place root() {
      return new Place("", "", "");
    }

    Place field(Struct in, Field field) {
      String name = in.goType().substring(in.goType().indexOf('.') + 1);
      String prefix = fields.isEmpty() ? "" : fields + ".";
      String embedded = field.embeddedIn().isEmpty() ? "" : field.embeddedIn() + ".";
      String parent = path.isEmpty() ? "" : path + ".";
      return new Place(name, prefix + embedded + field.name(), parent + field.name());
    }

    Place at(String index) {
      return new Place(struct, fields, path + "[" + index + "]");
    }
  }

  private Node.Mapping struct(Node.Mapping object, Struct shape, Place place) throws Aborted {
    Map<Field, Node> given = new HashMap<>();
    List<Map.Entry<String, Node>> members = new ArrayList<>(object.members().entrySet());
    members.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
    for (Map.Entry<String, Node> member : members) {
      Optional<Field> field = shape.field(member.getKey());
      if (field.isEmpty()) {
        fault(FindingCode.UNKNOWN_FIELD, unknown(place, member.getKey()), member.getKey());
      } else if (given.containsKey(field.get())) {
        // Go would let the last one win.
        throw new Aborted(duplicate(place, field.get()));
      } else {
        Node value = value(member.getValue(), field.get().shape(), place.field(shape, field.get()));
        given.put(field.get(), value);
      }
    }
    return written(shape, given);
  }

  private static Node.Mapping written(Struct shape, Map<Field, Node> given) {
    var members = new LinkedHashMap<String, Node>();
    for (Field field : shape.fields()) {
      Node value = given.getOrDefault(field, new Node.Null());
      switch (field.presence()) {
        case ALWAYS ->
            members.put(field.name(), value instanceof Node.Null ? zero(field.shape()) : value);
        case OMIT_EMPTY -> {
          if (!(value instanceof Node.Null) && !isEmpty(value)) {
            members.put(field.name(), value);
          }
        }
        case POINTER -> {
          if (!(value instanceof Node.Null)) {
            members.put(field.name(), value);
          }
        }
      }
    }
    return new Node.Mapping(members);
  }

  private static Node zero(Shape shape) {
    return switch (shape) {
      case Struct struct -> written(struct, Map.of());
      case Shape.Text t -> new Node.Text("");
      case Shape.Url u -> new Node.Text("");
      case Shape.Flag f -> new Node.Bool(false);
      case Shape.Int64 i -> new Node.Number("0");
      case Shape.Items i -> new Node.Null();
      case Shape.TextMap m -> new Node.Null();
      case Shape.Base64 b -> new Node.Null();
      case Shape.Anything a -> new Node.Null();
    };
  }

  private static boolean isEmpty(Node value) {
    return switch (value) {
      case Node.Text text -> text.value().isEmpty();
      case Node.Sequence items -> items.items().isEmpty();
      case Node.Mapping mapping -> mapping.members().isEmpty();
      case Node.Bool bool -> !bool.value();
      case Node.Number number -> number.json().equals("0");
      case Node.Null ignored -> true;
    };
  }

  private Node value(Node node, Shape shape, Place place) throws Aborted {
    if (node instanceof Node.Null) {
      return node;
    }
    return switch (shape) {
      case Struct struct when node instanceof Node.Mapping object -> struct(object, struct, place);
      case Shape.Items items when node instanceof Node.Sequence list -> items(list, items, place);
      case Shape.TextMap m when node instanceof Node.Mapping object -> texts(object, place);
      case Shape.Text t when node instanceof Node.Text -> node;
      case Shape.Flag f when node instanceof Node.Bool -> node;
      case Shape.Int64 i when node instanceof Node.Number n && n.asLong().isPresent() -> node;
      case Shape.Url u when node instanceof Node.Text text -> url(text.value(), place);
      case Shape.Base64 b when node instanceof Node.Text text -> base64(text, place);
      case Shape.Anything a -> node;
      case Shape.Url u -> throw new Aborted(mismatch(node, "string", place));
      default -> {
        keep(mismatch(node, shape.goName(), place));
        yield new Node.Null();
      }
    };
  }

  private Node items(Node.Sequence list, Shape.Items shape, Place place) throws Aborted {
    var items = new ArrayList<Node>();
    for (int i = 0; i < list.items().size(); i++) {
      Node item = value(list.items().get(i), shape.item(), place.at(String.valueOf(i)));
      items.add(item instanceof Node.Null ? zero(shape.item()) : item);
    }
    return new Node.Sequence(items);
  }

  private Node texts(Node.Mapping object, Place place) throws Aborted {
    var texts = new TreeMap<String, Node>();
    for (Map.Entry<String, Node> member : object.members().entrySet()) {
      Node text = value(member.getValue(), new Shape.Text("string"), place.at(member.getKey()));
      texts.put(member.getKey(), text instanceof Node.Null ? new Node.Text("") : text);
    }
    return new Node.Mapping(texts);
  }

  private static Node url(String text, Place place) throws Aborted {
    try {
      return new Node.Text(text.isEmpty() ? "" : GoUrl.parse(text).toString());
    } catch (GoUrl.Malformed e) {
      String message = String.valueOf(e.getMessage());
      throw new Aborted(new Fault(FindingCode.WRONG_TYPE, place.path(), message));
    }
  }

  private Node base64(Node.Text text, Place place) {
    return switch (GoBase64.decode(text.value())) {
      case GoBase64.Good(byte[] bytes) -> new Node.Text(Base64.getEncoder().encodeToString(bytes));
      case GoBase64.Bad(int offset) -> {
        String message = "illegal base64 data at input byte " + offset;
        keep(new Fault(FindingCode.WRONG_TYPE, place.path(), message));
        yield new Node.Null();
      }
    };
  }

  private void fault(FindingCode code, String path, String member) {
    keep(new Fault(code, path, "json: unknown field \"" + member + "\""));
  }

  private void keep(Fault fault) {
    if (first == null) {
      first = fault;
    }
  }

  private static String unknown(Place place, String member) {
    return place.path().isEmpty() ? member : place.path() + "." + member;
  }

  private static Fault duplicate(Place place, Field field) {
    String path = unknown(place, field.name());
    return new Fault(FindingCode.DUPLICATE_KEY, path, "json: field \"" + field.name() + "\" twice");
  }

  private static Fault mismatch(Node node, String goType, Place place) {
    String value =
        switch (node) {
          case Node.Mapping m -> "object";
          case Node.Sequence s -> "array";
          case Node.Text t -> "string";
          case Node.Bool b -> "bool";
          case Node.Number n -> goType.equals("int64") ? "number " + n.json() : "number";
          case Node.Null ignored -> "null";
        };
    String target =
        place.struct().isEmpty()
            ? "Go value"
            : "Go struct field " + place.struct() + "." + place.fields();
    String message = "json: cannot unmarshal " + value + " into " + target + " of type " + goType;
    return new Fault(FindingCode.WRONG_TYPE, place.path(), message);
  }
}
