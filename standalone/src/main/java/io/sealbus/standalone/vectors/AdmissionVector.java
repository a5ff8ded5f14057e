package io.sealbus.standalone.vectors;

import io.sealbus.testkit.AdmissionCase;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Outcome;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.openshift.Admission.UnknownFields;
import io.sealbus.verification.openshift.FeatureSet;
import io.sealbus.verification.openshift.Release;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Admits a resource and compares with what the API server stored or answered. */
record AdmissionVector(AdmissionCase given) implements Vector {
  private static final String UNNAMED = "test";

  @Override
  public @Nullable Difference run() {
    Outcome outcome = outcome();
    if (!given.valid()) {
      Object actual =
          outcome instanceof Rejected(List<Finding> findings)
              ? texts(findings.stream().map(Finding::text).toList())
              : "admitted";
      return Difference.between(texts(given.errors()), actual);
    }
    return switch (outcome) {
      case Rejected(List<Finding> findings) ->
          new Difference(
              "admitted", texts(findings.stream().map(Finding::text).toList()).toString());
      case Admitted admitted -> stored(admitted);
    };
  }

  private @Nullable Difference stored(Admitted admitted) {
    String expected = given.expected();
    Node.Mapping actual = withoutMetadata(admitted.stored());
    Difference body = expected == null ? null : Difference.between(document(expected), actual);
    return body != null
        ? body
        : Difference.between(
            texts(given.prunedFields()),
            texts(admitted.warnings().stream().map(Finding::path).toList()));
  }

  private Outcome outcome() {
    var admission = new Admission(release(), featureSet(), UnknownFields.PRUNED);
    Outcome created = admission.admit(resource(given.initial()), given.version(), null);
    String updated = given.updated();
    if (updated == null) {
      return created;
    }
    return created instanceof Admitted admitted
        ? admission.admit(resource(updated), given.version(), admitted.stored())
        : created;
  }

  private Release release() {
    return switch (given.release()) {
      case "4.16", "4.17", "4.18" -> Release.V4_16;
      case "4.19" -> Release.V4_19;
      case "4.20" -> Release.V4_20;
      case "4.21+" -> Release.V4_21;
      case String other -> throw new IllegalArgumentException("unknown release " + other);
    };
  }

  private FeatureSet featureSet() {
    return Arrays.stream(FeatureSet.values())
        .filter(set -> set.text().equals(given.featureSet()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("unknown feature set " + given.featureSet()));
  }

  private static Resource resource(String yaml) {
    return switch (Resource.of(named(document(yaml)))) {
      case Reading.Read<Resource>(Resource resource) -> resource;
      case Reading.Refused<Resource>(List<Finding> findings) ->
          throw new IllegalArgumentException(findings.getFirst().text());
    };
  }

  private static Node.Mapping document(String yaml) {
    var reading = Documents.read(yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    return switch (reading) {
      case Reading.Read<List<Node>>(List<Node> documents)
          when documents.size() == 1 && documents.getFirst() instanceof Node.Mapping mapping ->
          mapping;
      case Reading.Read<List<Node>> other -> throw new IllegalArgumentException("not one object");
      case Reading.Refused<List<Node>>(List<Finding> findings) ->
          throw new IllegalArgumentException(findings.getFirst().text());
    };
  }

  /** With the name, and for the namespaced kind the namespace, that the case leaves open. */
  private static Node.Mapping named(Node.Mapping document) {
    var metadata = new LinkedHashMap<String, Node>();
    metadata.put("name", new Node.Text(UNNAMED));
    if (new Node.Text("ImagePolicy").equals(document.get("kind"))) {
      metadata.put("namespace", new Node.Text(UNNAMED));
    }
    if (document.get("metadata") instanceof Node.Mapping own) {
      metadata.putAll(own.members());
    }
    return with(document, Map.of("metadata", new Node.Mapping(metadata)));
  }

  private static Node.Mapping with(Node.Mapping document, Map<String, Node> more) {
    var members = new LinkedHashMap<>(document.members());
    members.putAll(more);
    return new Node.Mapping(members);
  }

  private static Node.Mapping withoutMetadata(Node.Mapping document) {
    var members = new LinkedHashMap<>(document.members());
    members.remove("metadata");
    return new Node.Mapping(members);
  }

  /** The API server gives errors in an order of its own, and none twice. */
  private static TreeSet<String> texts(List<String> texts) {
    return new TreeSet<>(texts);
  }
}
