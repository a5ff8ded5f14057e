package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the platform's own resources, of which only a few fields matter here. */
final class PlatformReader {
  private static final String CONFIG = "config.openshift.io/v1";
  private static final String OPERATOR = "operator.openshift.io/v1alpha1";
  private static final Node.Mapping EMPTY = new Node.Mapping(Map.of());

  private final List<Finding> findings = new ArrayList<>();

  private enum Kind {
    IMAGE(CONFIG, "Image"),
    CLUSTER_VERSION(CONFIG, "ClusterVersion"),
    DIGEST_MIRRORS(CONFIG, "ImageDigestMirrorSet"),
    TAG_MIRRORS(CONFIG, "ImageTagMirrorSet"),
    CONTENT_SOURCES(OPERATOR, "ImageContentSourcePolicy");

    private final String apiVersion;
    private final String kind;

    Kind(String apiVersion, String kind) {
      this.apiVersion = apiVersion;
      this.kind = kind;
    }

    boolean is(Resource resource) {
      return resource.apiVersion().equals(apiVersion) && resource.kind().equals(kind);
    }
  }

  static boolean concerns(Resource resource) {
    for (Kind kind : Kind.values()) {
      if (kind.is(resource)) {
        return true;
      }
    }
    return false;
  }

  Reading<PlatformConfiguration> read(Collection<Resource> resources) {
    var digestMirrors = new ArrayList<List<Mirrors>>();
    digestMirrors.addAll(mirrors(resources, Kind.DIGEST_MIRRORS, "imageDigestMirrors"));
    digestMirrors.addAll(mirrors(resources, Kind.CONTENT_SOURCES, "repositoryDigestMirrors"));
    var configuration =
        new PlatformConfiguration(
            named(resources, Kind.IMAGE, "cluster")
                .map(this::registrySources)
                .orElse(RegistrySources.NONE),
            named(resources, Kind.CLUSTER_VERSION, "version")
                .map(this::releaseImage)
                .orElse(PlatformConfiguration.DEFAULT_RELEASE_IMAGE),
            digestMirrors,
            mirrors(resources, Kind.TAG_MIRRORS, "imageTagMirrors"));
    return findings.isEmpty() ? new Reading.Read<>(configuration) : new Reading.Refused<>(findings);
  }

  private static Optional<Resource> named(Collection<Resource> resources, Kind kind, String name) {
    return resources.stream()
        .filter(resource -> kind.is(resource) && resource.name().equals(name))
        .findFirst();
  }

  private RegistrySources registrySources(Resource image) {
    Node.Mapping spec = object(image.document(), "spec", "spec");
    Node.Mapping sources = object(spec, "registrySources", "spec.registrySources");
    List<String> allowed = texts(sources, "allowedRegistries", "spec.registrySources");
    List<String> blocked = texts(sources, "blockedRegistries", "spec.registrySources");
    List<String> insecure = texts(sources, "insecureRegistries", "spec.registrySources");
    return new RegistrySources(
        allowed == null ? List.of() : allowed, blocked == null ? List.of() : blocked, insecure);
  }

  private String releaseImage(Resource version) {
    Node.Mapping status = object(version.document(), "status", "status");
    return text(object(status, "desired", "status.desired"), "image", "status.desired");
  }

  private List<List<Mirrors>> mirrors(Collection<Resource> resources, Kind kind, String member) {
    return resources.stream()
        .filter(kind::is)
        .sorted(Comparator.comparing(Resource::name))
        .map(resource -> entries(object(resource.document(), "spec", "spec"), member))
        .toList();
  }

  private List<Mirrors> entries(Node.Mapping spec, String member) {
    String path = "spec." + member;
    var entries = new ArrayList<Mirrors>();
    for (Node item : items(spec, member, "spec")) {
      if (item instanceof Node.Mapping entry) {
        List<String> mirrors = texts(entry, "mirrors", path);
        entries.add(
            new Mirrors(
                text(entry, "source", path),
                mirrors == null ? List.of() : mirrors,
                text(entry, "mirrorSourcePolicy", path)));
      } else {
        wrongType(path, "object", item);
      }
    }
    return entries;
  }

  private Node.Mapping object(Node.Mapping parent, String name, String path) {
    Node node = parent.get(name);
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    if (node != null && !(node instanceof Node.Null)) {
      wrongType(path, "object", node);
    }
    return EMPTY;
  }

  private List<Node> items(Node.Mapping parent, String name, String path) {
    Node node = parent.get(name);
    if (node instanceof Node.Sequence sequence) {
      return sequence.items();
    }
    if (node != null && !(node instanceof Node.Null)) {
      wrongType(path + "." + name, "array", node);
    }
    return List.of();
  }

  private @Nullable List<String> texts(Node.Mapping parent, String name, String path) {
    Node node = parent.get(name);
    if (node == null || node instanceof Node.Null) {
      return null;
    }
    var texts = new ArrayList<String>();
    for (Node item : items(parent, name, path)) {
      if (item instanceof Node.Text text) {
        texts.add(text.value());
      } else {
        wrongType(path + "." + name, "string", item);
      }
    }
    return texts;
  }

  private String text(Node.Mapping parent, String name, String path) {
    Node node = parent.get(name);
    if (node instanceof Node.Text text) {
      return text.value();
    }
    if (node != null && !(node instanceof Node.Null)) {
      wrongType(path + "." + name, "string", node);
    }
    return "";
  }

  private void wrongType(String path, String expected, Node actual) {
    String message = "must be of type " + expected + ", not " + actual.typeName();
    findings.add(new Finding(path, FindingCode.WRONG_TYPE, message));
  }
}
