package io.sealbus.policyingest;

import io.sealbus.policyingest.KubernetesListing.Item;
import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a list. What the API server keeps for itself, and the status, which is no part
 * of a policy, are left away: otherwise each of our own conditions would come back as a change.
 */
final class KubernetesListReader {
  /** A page of 100 resources, each of which etcd bounds to 1.5 MiB. */
  private static final Limits LIMITS = new Limits(160 << 20, Limits.DEFAULT.depth(), 1);

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final KubernetesKind kind;
  private final List<Item> items = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private String resourceVersion = "";

  KubernetesListReader(KubernetesKind kind) {
    this.kind = kind;
  }

  /** Takes a page; answers the token of the next one, empty after the last. */
  String take(String page) {
    switch (Documents.read(page.getBytes(StandardCharsets.UTF_8), LIMITS)) {
      case Reading.Refused<List<Node>>(List<Finding> findings) ->
          findings.forEach(f -> faults.add(Rule.fault(kind.toString(), f)));
      case Reading.Read<List<Node>>(List<Node> documents) -> {
        if (documents.size() == 1
            && documents.getFirst() instanceof Node.Mapping list
            && list.get("items") instanceof Node.Sequence(List<Node> found)) {
          found.forEach(this::add);
          resourceVersion = text(list.get("metadata"), "resourceVersion");
          return text(list.get("metadata"), "continue");
        }
        faults.add(Rule.CLUSTER_UNREADABLE.fault(kind.toString(), "The answer is no list."));
      }
    }
    return "";
  }

  /** Takes a resource that was asked for alone. */
  void takeOne(String resource) {
    switch (Documents.read(resource.getBytes(StandardCharsets.UTF_8), LIMITS)) {
      case Reading.Refused<List<Node>>(List<Finding> findings) ->
          findings.forEach(f -> faults.add(Rule.fault(kind.toString(), f)));
      case Reading.Read<List<Node>>(List<Node> documents) -> documents.forEach(this::add);
    }
  }

  /** Notes that a resource could not be asked for. */
  void failed(ResourceKey key, String why) {
    faults.add(Rule.CLUSTER_UNREADABLE.fault(place(key.namespace(), key.name()), why));
  }

  private void add(Node item) {
    switch (Resource.of(item)) {
      case Reading.Refused<Resource>(List<Finding> findings) ->
          findings.forEach(f -> faults.add(Rule.fault(kind.toString(), f)));
      case Reading.Read<Resource>(Resource resource) -> {
        if (kind.only() == null || kind.only().equals(resource.name())) {
          add(resource);
        }
      }
    }
  }

  private void add(Resource read) {
    String place = place(read.namespace(), read.name());
    Node.Mapping bare = bare(read.document());
    if (Resource.of(bare) instanceof Reading.Read<Resource>(Resource resource)) {
      String version = text(read.document().get("metadata"), "resourceVersion");
      Node conditions =
          read.document().get("status") instanceof Node.Mapping status
              ? status.get("conditions")
              : null;
      items.add(new Item(new Submitted(place, resource), version, conditions));
    }
  }

  private String place(@Nullable String namespace, String name) {
    return kind + (namespace == null ? "" : "/" + namespace) + "/" + name;
  }

  private Node.Mapping bare(Node.Mapping document) {
    Map<String, Node> members = new LinkedHashMap<>(document.members());
    if (!kind.keepsStatus()) {
      members.remove("status");
    }
    if (members.get("metadata") instanceof Node.Mapping metadata) {
      Map<String, Node> kept = new LinkedHashMap<>(metadata.members());
      kept.remove("managedFields");
      kept.remove("resourceVersion");
      kept.computeIfPresent("annotations", (name, annotations) -> withoutLastApplied(annotations));
      members.put("metadata", new Node.Mapping(kept));
    }
    return new Node.Mapping(members);
  }

  /** What kubectl last applied, which may say what a secret no longer holds. */
  private static Node withoutLastApplied(Node annotations) {
    if (!(annotations instanceof Node.Mapping mapping)) {
      return annotations;
    }
    Map<String, Node> kept = new LinkedHashMap<>(mapping.members());
    kept.remove(LAST_APPLIED);
    return new Node.Mapping(kept);
  }

  private static String text(@Nullable Node parent, String name) {
    return parent instanceof Node.Mapping mapping && mapping.get(name) instanceof Node.Text text
        ? text.value()
        : "";
  }

  /** What was taken, all of it from {@code path}. */
  KubernetesListing.Listed listing(String path) {
    return new KubernetesListing.Listed(path, resourceVersion, items, faults);
  }
}
