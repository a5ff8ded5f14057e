package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one of the platform's own resources, of which only a few fields matter here. */
final class PlatformReader {
  private static final Node.Mapping EMPTY = new Node.Mapping(Map.of());

  private final Resource resource;
  private final List<Finding> findings = new ArrayList<>();

  PlatformReader(Resource resource) {
    this.resource = resource;
  }

  /** The member of {@code spec} that holds the entries of a set of mirrors of this kind. */
  static String mirrorMember(PlatformKind kind) {
    return switch (kind) {
      case DIGEST_MIRRORS -> "imageDigestMirrors";
      case TAG_MIRRORS -> "imageTagMirrors";
      case CONTENT_SOURCES -> "repositoryDigestMirrors";
      case IMAGE, CLUSTER_VERSION -> throw new IllegalArgumentException(kind + " has no mirrors");
    };
  }

  Reading<PlatformResource> read() {
    Optional<PlatformKind> kind = PlatformKind.of(resource);
    if (kind.isEmpty()) {
      String message =
          "no kind " + GoText.quote(resource.kind()) + " in " + GoText.quote(resource.apiVersion());
      return refused("kind", FindingCode.KIND_NOT_SUPPORTED, message);
    }
    Optional<ResourceKey> key = resource.key().filter(k -> k.namespace() == null);
    if (key.isEmpty()) {
      return refused(
          "metadata.name", FindingCode.INVALID_NAME, "not the name of a cluster-scoped resource");
    }
    PlatformResource.Content content = content(kind.get());
    return findings.isEmpty()
        ? new Reading.Read<>(new PlatformResource(key.get(), kind.get(), content))
        : new Reading.Refused<>(findings);
  }

  private static Reading<PlatformResource> refused(String path, FindingCode code, String message) {
    return new Reading.Refused<>(List.of(new Finding(path, code, message)));
  }

  private PlatformResource.Content content(PlatformKind kind) {
    return switch (kind) {
      case IMAGE -> new PlatformResource.Content.Registries(registrySources(resource));
      case CLUSTER_VERSION -> new PlatformResource.Content.ReleaseImage(releaseImage(resource));
      case DIGEST_MIRRORS, TAG_MIRRORS, CONTENT_SOURCES ->
          new PlatformResource.Content.MirrorSet(
              entries(object(resource.document(), "spec", "spec"), kind));
    };
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

  private List<Mirrors> entries(Node.Mapping spec, PlatformKind kind) {
    String member = mirrorMember(kind);
    var entries = new ArrayList<Mirrors>();
    List<Node> items = items(spec, member, "spec");
    for (int i = 0; i < items.size(); i++) {
      String path = "spec." + member + "[" + i + "]";
      if (items.get(i) instanceof Node.Mapping entry) {
        List<String> mirrors = texts(entry, "mirrors", path);
        entries.add(
            new Mirrors(
                text(entry, "source", path),
                mirrors == null ? List.of() : mirrors,
                // The older kind has no such field; the API drops it there.
                kind == PlatformKind.CONTENT_SOURCES
                    ? ""
                    : text(entry, "mirrorSourcePolicy", path)));
      } else {
        wrongType(path, "object", items.get(i));
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
