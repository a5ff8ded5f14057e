package io.sealbus.policyingest;

import io.sealbus.runtime.http.Printable;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a text of YAML or JSON documents apart into resources. A {@code v1 List} is its items. */
final class Submission {
  /** 4 MiB, 1,000 documents, 64 levels. */
  static final Limits LIMITS = new Limits(4 << 20, Limits.DEFAULT.depth(), 1_000);

  private static final Set<String> LIST_FIELDS = Set.of("apiVersion", "kind", "metadata", "items");

  private final List<Submitted> resources = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  private Submission() {}

  /** The resources in the order of the text: all of them, at least one, or the faults. */
  static Checked<List<Submitted>> read(byte[] text) {
    return switch (Documents.read(text, LIMITS)) {
      case Reading.Read<List<Node>>(List<Node> documents) -> of(documents);
      case Reading.Refused<List<Node>>(List<Finding> findings) ->
          new Checked.Bad<>(
              findings.stream()
                  .map(f -> new Fault(f.path(), f.code().name(), f.message()))
                  .toList());
    };
  }

  private static Checked<List<Submitted>> of(List<Node> documents) {
    var submission = new Submission();
    for (int i = 0; i < documents.size(); i++) {
      submission.add("documents[" + i + "]", documents.get(i));
    }
    return submission.result();
  }

  private Checked<List<Submitted>> result() {
    if (faults.isEmpty() && resources.isEmpty()) {
      faults.add(Rule.NO_RESOURCE.fault("documents", "The text holds no resource."));
    }
    if (resources.size() > LIMITS.documents()) {
      faults.add(Rule.TOO_MANY_RESOURCES.fault("documents", "more than " + LIMITS.documents()));
    }
    return faults.isEmpty()
        ? new Checked.Good<>(List.copyOf(resources))
        : new Checked.Bad<>(faults);
  }

  private void add(String place, Node document) {
    if (document instanceof Node.Mapping mapping && isList(mapping)) {
      addItems(place, mapping);
    } else {
      addResource(place, document);
    }
  }

  private static boolean isList(Node.Mapping document) {
    return new Node.Text("v1").equals(document.get("apiVersion"))
        && new Node.Text("List").equals(document.get("kind"));
  }

  private void addItems(String place, Node.Mapping list) {
    for (String field : list.members().keySet()) {
      if (!LIST_FIELDS.contains(field)) {
        faults.add(
            Rule.UNKNOWN_FIELD.fault(
                place + "." + Printable.of(field, 64),
                "A v1 List has no such field" + Nearest.hint(field, LIST_FIELDS) + "."));
      }
    }
    if (list.get("items") instanceof Node.Sequence items) {
      for (int i = 0; i < items.items().size(); i++) {
        addResource(place + ".items[" + i + "]", items.items().get(i));
      }
    } else {
      faults.add(Rule.NO_RESOURCE.fault(place + ".items", "A v1 List has a list of items."));
    }
  }

  private void addResource(String place, Node document) {
    switch (Resource.of(document)) {
      case Reading.Read<Resource>(Resource resource) ->
          resources.add(new Submitted(place, resource));
      case Reading.Refused<Resource>(List<Finding> findings) ->
          findings.forEach(f -> faults.add(Rule.fault(place, f)));
    }
  }
}
