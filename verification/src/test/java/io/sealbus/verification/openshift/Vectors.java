package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads what the tests of this package stand on. */
final class Vectors {
  private Vectors() {}

  static Path directory(String area) {
    return Path.of(System.getProperty("sealbus.root", ".."), "vectors", area);
  }

  static List<Node> documents(byte[] text) {
    var reading = Documents.read(text, Limits.DEFAULT);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read<List<Node>>) reading).value();
  }

  static Node.Mapping document(String yaml) {
    List<Node> documents = documents(yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(documents).hasSize(1);
    return (Node.Mapping) documents.getFirst();
  }

  static Resource resource(Node document) {
    var reading = Resource.of(document);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read<Resource>) reading).value();
  }

  static Resource resource(String yaml) {
    return resource(document(yaml));
  }

  /** {@code document} with the name, and for the namespaced kind the namespace, that it lacks. */
  static Node.Mapping named(Node.Mapping document) {
    var metadata = new LinkedHashMap<String, Node>();
    metadata.put("name", new Node.Text("test"));
    if (new Node.Text("ImagePolicy").equals(document.get("kind"))) {
      metadata.put("namespace", new Node.Text("test"));
    }
    if (document.get("metadata") instanceof Node.Mapping given) {
      metadata.putAll(given.members());
    }
    var members = new LinkedHashMap<>(document.members());
    members.put("metadata", new Node.Mapping(metadata));
    return new Node.Mapping(members);
  }

  static Node.Mapping without(Node.Mapping document, String member) {
    var members = new LinkedHashMap<>(document.members());
    members.remove(member);
    return new Node.Mapping(members);
  }
}
