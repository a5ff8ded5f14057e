package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.Admission;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.ReferredMaterial;
import io.sealbus.verification.sigstore.RemoteTexts;
import io.sealbus.verification.sigstore.TrustRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One case of {@code vectors/verify-sigstore}: what is to be admitted, and what is answered. */
record SigstoreCase(String name, Path directory, Node.Mapping members) {
  /** Whether the reference is known to be wrong about it. */
  boolean isReferenceDefect() {
    return members.get("referenceDefect") != null;
  }

  static List<SigstoreCase> readAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(SigstoreCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SigstoreCase read(Path file) {
    String name = file.getFileName().toString().replace(".yaml", "");
    return new SigstoreCase(name, file.getParent(), document(file));
  }

  static Node.Mapping document(Path file) {
    try {
      if (Documents.read(Files.readAllBytes(file), Limits.DEFAULT)
              instanceof Reading.Read<List<Node>>(List<Node> documents)
          && documents.get(0) instanceof Node.Mapping mapping) {
        return mapping;
      }
      throw new IllegalArgumentException("cannot be read: " + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A member's text; empty for none. */
  String text(String member) {
    return members.get(member) instanceof Node.Text text ? text.value() : "";
  }

  /** The workload; a pod with the image where the case gives none. */
  Workload workload() {
    if (members.get("workload") instanceof Node.Mapping given) {
      return new Workload(resource(given));
    }
    var container = new Node.Mapping(Map.of("image", new Node.Text(text("image"))));
    var spec = new Node.Mapping(Map.of("containers", new Node.Sequence(List.of(container))));
    Map<String, Node> pod = new LinkedHashMap<>();
    pod.put("apiVersion", new Node.Text("v1"));
    pod.put("kind", new Node.Text("Pod"));
    pod.put(
        "metadata",
        new Node.Mapping(
            Map.of("name", new Node.Text("p"), "namespace", new Node.Text("default"))));
    pod.put("spec", spec);
    return new Workload(resource(new Node.Mapping(pod)));
  }

  ControllerConfiguration configuration() {
    return ControllerConfiguration.of(texts(members.get("config"))).orElseThrow();
  }

  /** The file that the default TUF trust root delivers, or null. */
  @Nullable Path defaultTrustedRoot() {
    String file = text("defaultTrustedRoot");
    return file.isEmpty() ? null : directory.resolve(file);
  }

  List<ClusterImagePolicy> policies() {
    var policies = new ArrayList<ClusterImagePolicy>();
    for (Resource resource : resources()) {
      if (resource.kind().equals(ClusterImagePolicy.KIND)
          && admit(resource) instanceof Admission.Outcome.AdmittedPolicy admitted) {
        policies.add(admitted.policy());
      }
    }
    return policies;
  }

  List<TrustRoot> trustRoots() {
    var roots = new ArrayList<TrustRoot>();
    for (Resource resource : resources()) {
      if (resource.kind().equals(TrustRoot.KIND)
          && admit(resource) instanceof Admission.Outcome.AdmittedTrustRoot admitted) {
        roots.add(PackedRepository.resolve(admitted.trustRoot(), resource));
      }
    }
    return roots;
  }

  private Admission.Outcome admit(Resource resource) {
    return new Admission(
            Admission.Strictness.REFERENCE,
            Admission.DEFAULT_NAMESPACE,
            configuration(),
            PolicyLanguages::compile,
            RemoteTexts.NONE,
            (root, mirror, targets) -> Optional.empty())
        .admit(resource);
  }

  List<ReferredMaterial> material() {
    var material = new ArrayList<ReferredMaterial>();
    for (Resource resource : resources()) {
      Map<String, String> data = texts(resource.document().get("data"));
      switch (resource.kind()) {
        case "Secret" -> {
          var entries = new HashMap<String, Bytes>();
          data.forEach((k, v) -> entries.put(k, Bytes.copyOf(Base64.getDecoder().decode(v))));
          texts(resource.document().get("stringData"))
              .forEach((k, v) -> entries.put(k, Bytes.utf8(v)));
          material.add(new ReferredMaterial.Secret(resource.key().orElseThrow(), entries));
        }
        case "ConfigMap" ->
            material.add(new ReferredMaterial.ConfigMap(resource.key().orElseThrow(), data));
        default -> {}
      }
    }
    return material;
  }

  private List<Resource> resources() {
    return members.get("resources") instanceof Node.Sequence sequence
        ? sequence.items().stream().map(SigstoreCase::resource).toList()
        : List.of();
  }

  private static Resource resource(Node node) {
    if (Resource.of(node) instanceof Reading.Read<Resource>(Resource resource)) {
      return resource;
    }
    throw new IllegalArgumentException("not a resource");
  }

  private static Map<String, String> texts(@Nullable Node node) {
    var texts = new LinkedHashMap<String, String>();
    if (node instanceof Node.Mapping mapping) {
      mapping
          .members()
          .forEach((name, value) -> {
            if (value instanceof Node.Text text) {
              texts.put(name, text.value());
            }
          });
    }
    return texts;
  }

  @Override
  public String toString() {
    return name;
  }
}
