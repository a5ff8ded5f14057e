package io.sealbus.verification.resource;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Builds nodes from the parser's events; what only a composer would do is not done at all. */
final class YamlDocuments {
  private final Iterator<Event> events;
  private final Limits limits;
  private final List<Node> documents = new ArrayList<>();
  private int seen;

  private YamlDocuments(Iterator<Event> events, Limits limits) {
    this.events = events;
    this.limits = limits;
  }

  static List<Node> read(String text, Limits limits) throws Unreadable {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(limits.bytes()).setLabel("document").build();
    var reader = new YamlDocuments(new Parse(settings).parseString(text).iterator(), limits);
    try {
      return reader.all();
    } catch (MarkedYamlEngineException e) {
      throw reader.refused(e.getProblemMark(), FindingCode.SYNTAX, "not YAML");
    } catch (YamlEngineException e) {
      // A character that YAML does not allow, and other faults without a place.
      throw reader.refused(Optional.empty(), FindingCode.SYNTAX, "not YAML");
    }
  }

  private List<Node> all() throws Unreadable {
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() == Event.ID.DocumentStart) {
        if (seen == limits.documents()) {
          throw refused(event, FindingCode.TOO_MANY_DOCUMENTS, "more than " + limits.documents());
        }
        Node root = node(events.next(), 0);
        if (!(root instanceof Node.Null)) {
          documents.add(root);
        }
        seen++;
      }
    }
    return documents;
  }

  private Node node(Event event, int depth) throws Unreadable {
    return switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event);
      case MappingStart -> mapping((CollectionStartEvent) event, depth);
      case SequenceStart -> sequence((CollectionStartEvent) event, depth);
      case Alias -> throw refused(event, FindingCode.ALIAS, "an alias");
      case Comment, DocumentEnd, DocumentStart, MappingEnd, SequenceEnd, StreamEnd, StreamStart ->
          throw refused(event, FindingCode.SYNTAX, "not YAML");
    };
  }

  private Node scalar(ScalarEvent event) throws Unreadable {
    if (event.getTag().isPresent()) {
      throw refused(event, FindingCode.TAG, "a tag");
    }
    if (Surrogates.hasLone(event.getValue())) {
      throw refused(event, FindingCode.SYNTAX, "half a surrogate pair");
    }
    if (!event.isPlain()) {
      return new Node.Text(event.getValue());
    }
    return YamlScalar.resolve(event.getValue())
        .orElseThrow(
            () -> refused(event, FindingCode.NUMBER_NOT_FINITE, "a number that JSON cannot hold"));
  }

  private void enter(CollectionStartEvent event, int depth) throws Unreadable {
    if (event.getTag().isPresent()) {
      throw refused(event, FindingCode.TAG, "a tag");
    }
    if (depth == limits.depth()) {
      throw refused(event, FindingCode.TOO_DEEP, "more than " + limits.depth() + " levels");
    }
  }

  private Node mapping(CollectionStartEvent start, int depth) throws Unreadable {
    enter(start, depth);
    var members = new LinkedHashMap<String, Node>();
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      String name = name(e);
      if (members.containsKey(name)) {
        throw refused(e, FindingCode.DUPLICATE_KEY, "\"" + Surrogates.printable(name) + "\" twice");
      }
      members.put(name, node(events.next(), depth + 1));
    }
    return new Node.Mapping(members);
  }

  private String name(Event event) throws Unreadable {
    if (!(event instanceof ScalarEvent key)) {
      throw event.getEventId() == Event.ID.Alias
          ? refused(event, FindingCode.ALIAS, "an alias")
          : refused(event, FindingCode.KEY_NOT_TEXT, "a name that is not text");
    }
    if (key.isPlain() && key.getValue().equals("<<")) {
      throw refused(event, FindingCode.ALIAS, "a merge key");
    }
    if (scalar(key) instanceof Node.Text text) {
      return text.value();
    }
    throw refused(event, FindingCode.KEY_NOT_TEXT, "a name that is not text");
  }

  private Node sequence(CollectionStartEvent start, int depth) throws Unreadable {
    enter(start, depth);
    var items = new ArrayList<Node>();
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      items.add(node(e, depth + 1));
    }
    return new Node.Sequence(items);
  }

  private Unreadable refused(Event event, FindingCode code, String what) {
    return refused(event.getStartMark(), code, what);
  }

  private Unreadable refused(Optional<Mark> mark, FindingCode code, String what) {
    String place =
        mark.map(m -> "line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1) + ": ")
            .orElse("");
    return new Unreadable(seen, code, place + what);
  }
}
