package io.sealbus.verification.verdict;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.Governing;
import io.sealbus.verification.containers.MaterialSource;
import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.Scopes;
import io.sealbus.verification.verdict.Verdict.NamespaceDecision;
import io.sealbus.verification.verdict.Verdict.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All policies of a fleet as its nodes have them: the cluster's file and those of namespaces, with
 * keys and certificates parsed. Immutable; many threads may judge at once.
 */
public final class PolicySet {
  private static final String DOCKER = "docker";

  private final @Nullable Reason held;
  private final CompiledView cluster;
  private final SortedMap<String, CompiledView> namespaces = new TreeMap<>();

  /** For each scope, the namespaces that have a policy of their own on it. */
  private final Map<String, List<String>> namespacesByScope = new HashMap<>();

  private record CompiledView(@Nullable String namespace, NodeView view, CompiledPolicy compiled) {}

  private PolicySet(@Nullable Reason held, NodeView cluster, Map<String, NodeView> namespaces) {
    this.held = held;
    this.cluster =
        new CompiledView(
            null, cluster, CompiledPolicy.compile(cluster.policy(), MaterialSource.none()));
    new TreeMap<>(namespaces).forEach(this::add);
  }

  /**
   * Parses all material of the files.
   *
   * @param cluster {@code policy.json}
   * @param namespaces the files of namespaces, each with what it inherits from {@code cluster}
   */
  public static PolicySet compile(NodeView cluster, Map<String, NodeView> namespaces) {
    return new PolicySet(null, cluster, namespaces);
  }

  /** For when it is not known which files the nodes have: every image is undecided. */
  public static PolicySet held(Reason reason) {
    var nothing =
        new NodeView(new PolicyJson(List.of(new Requirement.Reject()), Map.of()), Map.of());
    return new PolicySet(reason, nothing, Map.of());
  }

  /** Only the scopes on which the namespace has a say; the rest is the cluster's. */
  private void add(String namespace, NodeView view) {
    var own = new HashMap<String, List<Requirement>>();
    view.policy()
        .transports()
        .getOrDefault(DOCKER, Map.of())
        .forEach((scope, requirements) -> {
          if (view.sources(scope).stream().anyMatch(s -> isOf(s, namespace))) {
            own.put(scope, requirements);
            namespacesByScope.computeIfAbsent(scope, s -> new ArrayList<>()).add(namespace);
          }
        });
    var policy = new PolicyJson(view.policy().defaults(), Map.of(DOCKER, own));
    namespaces.put(
        namespace,
        new CompiledView(namespace, view, CompiledPolicy.compile(policy, MaterialSource.none())));
  }

  private static boolean isOf(Optional<PolicyVersion> source, String namespace) {
    return source.map(s -> namespace.equals(s.policy().namespace())).orElse(false);
  }

  /**
   * What governs {@code image}: equal texts mean that no policy that its verdict rests on differs.
   */
  public String governing(ImageReference image) {
    if (held != null) {
      return "held: " + held.message();
    }
    var text = new StringBuilder();
    for (CompiledView view : viewsOf(image)) {
      Governing governing = view.compiled().governing(image);
      List<Optional<PolicyVersion>> sources = view.view().sources(governing.scope());
      text.append(view.namespace() == null ? "" : view.namespace()).append('|');
      text.append(governing.scope());
      for (int i = 0; i < governing.requirements().size(); i++) {
        Requirement requirement = governing.requirements().get(i);
        text.append('|')
            .append(
                source(sources, i)
                    .map(s -> s.policy().text() + "#" + s.version())
                    .orElseGet(requirement::toString));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static Optional<PolicyVersion> source(List<Optional<PolicyVersion>> sources, int index) {
    return index < sources.size() ? sources.get(index) : Optional.empty();
  }

  /** The cluster's file, and those of namespaces in which a policy of their own governs. */
  private List<CompiledView> viewsOf(ImageReference image) {
    List<String> candidates = Scopes.of(image);
    var speaking = new TreeSet<String>();
    candidates.forEach(s -> speaking.addAll(namespacesByScope.getOrDefault(s, List.of())));
    var views = new ArrayList<CompiledView>();
    views.add(cluster);
    int clusters = candidates.indexOf(cluster.compiled().governing(image).scope());
    for (String namespace : speaking) {
      CompiledView view = Objects.requireNonNull(namespaces.get(namespace));
      int own = candidates.indexOf(view.compiled().governing(image).scope());
      // The more specific scope wins; on the same scope the namespace's file holds both.
      if (clusters < 0 || own <= clusters) {
        views.add(view);
      }
    }
    return views;
  }

  /**
   * Judges {@code image}.
   *
   * @param evidence asked for each manifest that a node may choose
   * @param now the time that certificates without a trusted time are judged at
   */
  public Verdict judge(
      ImageReference image,
      Manifest manifest,
      Function<Digest, KnownEvidence> evidence,
      Instant now) {
    if (held != null) {
      return Verdict.undecided(held);
    }
    var results = new ArrayList<Result>();
    for (CompiledView view : viewsOf(image)) {
      var evaluation =
          new ViewEvaluation(view.namespace(), view.view(), view.compiled(), image, now);
      results.addAll(evaluation.results(manifest, evidence));
    }
    return combine(results);
  }

  private static Verdict combine(List<Result> results) {
    var namespaces = new ArrayList<NamespaceDecision>();
    results.stream()
        .map(Result::namespace)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(namespace -> {
          List<Result> own = of(results, namespace);
          namespaces.add(new NamespaceDecision(namespace, strictest(own), reasonsFor(own)));
        });
    List<Result> clusters = of(results, null);
    return new Verdict(
        strictest(clusters),
        reasonsFor(clusters),
        results,
        namespaces,
        results.stream()
            .map(Result::validUntil)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null));
  }

  private static List<Result> of(List<Result> results, @Nullable String namespace) {
    return results.stream().filter(r -> Objects.equals(r.namespace(), namespace)).toList();
  }

  /** A node may choose any instance, so the answer for the whole is the strictest one. */
  private static Decision strictest(List<Result> results) {
    return results.stream().map(Result::decision).reduce(Decision::and).orElse(Decision.UNDECIDED);
  }

  private static List<Reason> reasonsFor(List<Result> results) {
    Decision decision = strictest(results);
    return results.stream()
        .filter(r -> r.decision() == decision)
        .flatMap(r -> r.reasons().stream().limit(1))
        .distinct()
        .toList();
  }
}
