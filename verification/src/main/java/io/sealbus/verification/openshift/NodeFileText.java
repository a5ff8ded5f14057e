package io.sealbus.verification.openshift;

import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.resource.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Entries of a node's files as one line for people. */
final class NodeFileText {
  /** Enough to tell two keys of one fleet apart. */
  private static final int SHOWN_OF_DIGEST = 12;

  private NodeFileText() {}

  /** The type first, then every other member in its order, those of objects with a dot. */
  static String of(Node entry) {
    var words = new ArrayList<String>();
    if (entry instanceof Node.Mapping mapping) {
      if (mapping.get("type") instanceof Node.Text(String type)) {
        words.add(type);
      }
      mapping
          .members()
          .forEach((name, value) -> {
            if (!name.equals("type")) {
              add(words, name, value);
            }
          });
    } else {
      add(words, "value", entry);
    }
    return String.join(" ", words);
  }

  private static void add(List<String> words, String name, Node value) {
    switch (value) {
      case Node.Mapping mapping -> {
        for (Map.Entry<String, Node> member : mapping.members().entrySet()) {
          add(words, name + "." + member.getKey(), member.getValue());
        }
      }
      case Node.Sequence sequence -> sequence.items().forEach(item -> add(words, name, item));
      case Node.Text(String text) -> words.add(name + "=" + shown(name, text));
      case Node.Number number -> words.add(name + "=" + number.json());
      case Node.Bool bool -> words.add(name + "=" + bool.value());
      case Node.Null none -> words.add(name + "=null");
    }
  }

  /** Keys and certificates by the digest of their base64, so that a change of one shows. */
  private static String shown(String name, String text) {
    return name.endsWith("Data") || name.endsWith("Datas")
        ? "sha256:" + Digest.sha256(text).hex().substring(0, SHOWN_OF_DIGEST)
        : text;
  }
}
