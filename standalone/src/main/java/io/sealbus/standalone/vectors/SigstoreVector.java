package io.sealbus.standalone.vectors;

import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.standalone.oneshot.Cluster;
import io.sealbus.standalone.oneshot.ImageAdmission;
import io.sealbus.standalone.oneshot.SigstoreReader;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Admission.Strictness;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.SigstoreResources;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import io.sealbus.verification.sigstore.TrustRoot.Material;
import io.sealbus.verification.sigstore.TrustRoot.TufTarget;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.sigstore.evaluation.Workload;
import io.sealbus.verification.verdict.AdmissionPolicies;
import io.sealbus.verification.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pulls the images of a workload over HTTP and judges them as the policy-controller does. */
record SigstoreVector(Path file, Node.Mapping given, TestRegistry registry, Registries registries)
    implements Vector {
  /** The one registry of the cases that has no referrers API. */
  private static final String WITHOUT_REFERRERS = "enforce.example.dev";

  private static final String DEFAULT_ROOT = "default";

  /** The cases' certificates are valid, expired or not yet valid with decades to spare. */
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  static SigstoreVector read(Path file, Registries registries) throws IOException {
    if (Documents.read(Files.readAllBytes(file), Limits.DEFAULT)
            instanceof Reading.Read<List<Node>>(List<Node> documents)
        && documents.getFirst() instanceof Node.Mapping given) {
      TestRegistry registry = registries.near(file);
      registry.host(WITHOUT_REFERRERS).referrersApi(false);
      return new SigstoreVector(file, given, registry, registries);
    }
    throw new IOException("not a case: " + file);
  }

  private record Answer(String expect, String errorClass) {}

  @Override
  public @Nullable Difference run() throws IOException, InvalidReferenceException {
    String expect = text("expect");
    String errorClass = expect.equals("allowed") ? "" : text("errorClass");
    return Difference.between(new Answer(expect, errorClass), answer());
  }

  private Answer answer() throws IOException, InvalidReferenceException {
    var policies = AdmissionPolicies.compile(resources(), Map.of(), Profile.REFERENCE);
    Workload workload = workload();
    var admission = new ImageAdmission(policies, workload);
    var results = new ArrayList<Verdict.Result>();
    for (Workload.NamedImage named : workload.images()) {
      ImageReference image = ImageReference.parse(named.image()).withDefaultTag();
      try (RegistryClient client = registries.client(registry, hosts(image))) {
        admission.judge(image, client, NOW).ifPresent(results::add);
      }
    }
    Decision decision =
        results.stream().map(Verdict.Result::decision).reduce(Decision::and).orElseThrow();
    String code =
        results.stream()
            .filter(r -> r.decision() == decision)
            .map(r -> r.reasons().getFirst().code().name())
            .findFirst()
            .orElseThrow();
    return new Answer(
        decision.name().toLowerCase(Locale.ROOT),
        decision == Decision.ALLOWED ? "" : code.toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private Set<String> hosts(ImageReference image) {
    var hosts = new HashSet<String>(Set.of(WITHOUT_REFERRERS, "ghcr.example.org"));
    hosts.add(image.registry());
    return hosts;
  }

  private SigstoreResources resources() throws IOException {
    var reader = new SigstoreReader(Strictness.REFERENCE);
    if (given.get("resources") instanceof Node.Sequence(List<Node> items)) {
      items.forEach(item -> reader.add(file.toString(), resource(item)));
    }
    Map<String, Node> config = new HashMap<>();
    if (given.get("config") instanceof Node.Mapping(Map<String, Node> entries)) {
      config.putAll(entries);
    }
    String root = text("defaultTrustedRoot");
    if (!root.isEmpty()) {
      config.put(ControllerConfiguration.DEFAULT_TRUST_ROOT, new Node.Text(DEFAULT_ROOT));
    }
    reader.add(file.toString(), resource(configMap(config)));
    // What the cases refuse at admission stands for nothing afterwards, there as here.
    SigstoreResources read = reader.resources(new ArrayList<Cluster.Fault>());
    var trustRoots = new ArrayList<>(read.trustRoots());
    if (!root.isEmpty()) {
      trustRoots.add(defaultRoot(Files.readString(file.resolveSibling(root))));
    }
    return new SigstoreResources(read.policies(), trustRoots, read.material());
  }

  private static TrustRoot defaultRoot(String json) {
    return new TrustRoot(
        new ResourceKey(ClusterImagePolicy.GROUP, TrustRoot.KIND, null, DEFAULT_ROOT),
        ClusterImagePolicy.GROUP + "/v1alpha1",
        null,
        0,
        new Material.Repository(
            new TufTarget(Bytes.utf8(""), "targets", ""),
            new TrustResolution.Resolved(json, 1, 1)));
  }

  private static Node configMap(Map<String, Node> data) {
    return new Node.Mapping(
        Map.of(
            "apiVersion",
            new Node.Text("v1"),
            "kind",
            new Node.Text("ConfigMap"),
            "metadata",
            new Node.Mapping(
                Map.of(
                    "name",
                    new Node.Text(ControllerConfiguration.NAME),
                    "namespace",
                    new Node.Text("cosign-system"))),
            "data",
            new Node.Mapping(data)));
  }

  /** The workload; a pod with the image where the case gives none. */
  private Workload workload() {
    if (given.get("workload") instanceof Node.Mapping workload) {
      return new Workload(resource(workload));
    }
    var container = new Node.Mapping(Map.of("image", new Node.Text(text("image"))));
    return new Workload(
        resource(
            new Node.Mapping(
                Map.of(
                    "apiVersion",
                    new Node.Text("v1"),
                    "kind",
                    new Node.Text("Pod"),
                    "metadata",
                    new Node.Mapping(
                        Map.of("name", new Node.Text("p"), "namespace", new Node.Text("default"))),
                    "spec",
                    new Node.Mapping(
                        Map.of("containers", new Node.Sequence(List.of(container))))))));
  }

  private static Resource resource(Node node) {
    if (Resource.of(node) instanceof Reading.Read<Resource>(Resource resource)) {
      return resource;
    }
    throw new IllegalArgumentException("not a resource");
  }

  private String text(String member) {
    return given.get(member) instanceof Node.Text text ? text.value() : "";
  }
}
