package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Node.Mapping;
import io.sealbus.verification.resource.Node.Sequence;
import io.sealbus.verification.resource.Node.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One object of the file of sources. Whatever is not as it has to be stops the start. */
record SourceEntry(String path, Mapping mapping) {
  static SourceEntry of(String path, @Nullable Node node) {
    if (node instanceof Mapping mapping) {
      return new SourceEntry(path, mapping);
    }
    throw new ConfigurationException(path + ": expected an object");
  }

  /** Refuses members that are not in {@code known}. */
  SourceEntry only(Set<String> known) {
    for (String name : mapping.members().keySet()) {
      if (!known.contains(name)) {
        throw wrong(name, "unknown (known: " + String.join(", ", new TreeSet<>(known)) + ")");
      }
    }
    return this;
  }

  boolean has(String name) {
    return mapping.get(name) != null;
  }

  @Nullable String text(String name) {
    Node value = mapping.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Text text && !text.value().isEmpty()) {
      return text.value();
    }
    throw wrong(name, "expected a text; put it in quotes");
  }

  String require(String name) {
    String text = text(name);
    if (text == null) {
      throw wrong(name, "missing");
    }
    return text;
  }

  /** The texts, in their order; none where the member is absent. */
  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (Node item : items(name)) {
      if (!(item instanceof Text text) || text.value().isEmpty()) {
        throw wrong(name, "expected a list of texts");
      }
      texts.add(text.value());
    }
    return texts;
  }

  /** The objects, in their order; none where the member is absent. */
  List<SourceEntry> entries(String name) {
    var entries = new ArrayList<SourceEntry>();
    for (Node item : items(name)) {
      entries.add(of(path + "." + name + "[" + entries.size() + "]", item));
    }
    return entries;
  }

  private List<Node> items(String name) {
    Node value = mapping.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Sequence sequence) {
      return sequence.items();
    }
    throw wrong(name, "expected a list");
  }

  /** The object, or null. */
  @Nullable SourceEntry entry(String name) {
    Node value = mapping.get(name);
    return value == null ? null : of(path + "." + name, value);
  }

  /** The members' texts; none where the member is absent. */
  Map<String, String> map(String name) {
    SourceEntry entry = entry(name);
    var map = new LinkedHashMap<String, String>();
    if (entry != null) {
      entry.mapping.members().keySet().forEach(key -> map.put(key, entry.require(key)));
    }
    return map;
  }

  /** What to throw for the member {@code name}. Never shows a value. */
  ConfigurationException wrong(String name, String problem) {
    return new ConfigurationException(path + "." + name + ": " + problem);
  }
}
