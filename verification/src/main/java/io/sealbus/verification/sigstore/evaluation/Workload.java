package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be admitted: a pod, or what makes pods. */
public record Workload(Resource resource) {
  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  /** An image that a workload names, and where, such as {@code spec.containers[0].image}. */
  public record NamedImage(String path, String image) {}

  /** Every image, in the order in which they are looked at. */
  public List<NamedImage> images() {
    var images = new ArrayList<NamedImage>();
    String prefix = String.join(".", podSpecPath());
    Node.Mapping spec = podSpec();
    for (String kind : CONTAINERS) {
      if (spec != null && spec.get(kind) instanceof Node.Sequence containers) {
        for (int i = 0; i < containers.items().size(); i++) {
          if (containers.items().get(i) instanceof Node.Mapping container) {
            String image = container.get("image") instanceof Node.Text text ? text.value() : "";
            images.add(new NamedImage(prefix + "." + kind + "[" + i + "].image", image));
          }
        }
      }
    }
    return images;
  }

  private List<String> podSpecPath() {
    return switch (resource.kind()) {
      case "Pod" -> List.of("spec");
      case "CronJob" -> List.of("spec", "jobTemplate", "spec", "template", "spec");
      default -> List.of("spec", "template", "spec");
    };
  }

  private Node.@Nullable Mapping podSpec() {
    Node node = resource.document();
    for (String name : podSpecPath()) {
      node = node instanceof Node.Mapping mapping ? mapping.get(name) : null;
    }
    return node instanceof Node.Mapping spec ? spec : null;
  }

  /** The workload's own labels, not those of the pods that it makes. */
  public Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    if (metadata() instanceof Node.Mapping metadata
        && metadata.get("labels") instanceof Node.Mapping given) {
      given
          .members()
          .forEach((name, value) -> {
            if (value instanceof Node.Text text) {
              labels.put(name, text.value());
            }
          });
    }
    return labels;
  }

  /** {@code metadata} as written, or null. */
  @Nullable Node metadata() {
    return resource.document().get("metadata");
  }

  /** {@code spec} as written, or null. */
  @Nullable Node spec() {
    return resource.document().get("spec");
  }

  /** Whether it is a pod, rather than something that makes pods. */
  boolean isPod() {
    return resource.kind().equals("Pod");
  }

  /** The plural of the kind, by the guess that the controller makes. */
  String plural() {
    String kind = resource.kind().toLowerCase(Locale.ROOT);
    if (kind.endsWith("s")) {
      return kind + "es";
    }
    return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
  }
}
