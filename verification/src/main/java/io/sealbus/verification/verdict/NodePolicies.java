package io.sealbus.verification.verdict;

import io.sealbus.verification.Reason;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.Governing;
import io.sealbus.verification.containers.MaterialSource;
import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.NodeView;
import io.sealbus.verification.openshift.NodeView.Source;
import io.sealbus.verification.openshift.PullPlan;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.Scopes;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.verdict.Verdict.Result;
import io.sealbus.verification.verdict.Verdict.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a fleet have: the cluster's file and those of namespaces, with keys and
 * certificates parsed. Immutable; many threads may judge at once.
 */
public final class NodePolicies {
  private static final String DOCKER = "docker";

  private final @Nullable Reason held;
  private final CompiledView cluster;
  private final SortedMap<String, CompiledView> namespaces = new TreeMap<>();

  /** For each scope, the namespaces that have a policy of their own on it. */
  private final Map<String, List<String>> namespacesByScope = new HashMap<>();

  private final Map<ResourceKey, Long> versions;
  private final SignatureProvider provider;

  private final NodePulls pulls;

  /**
   * A node file.
   *
   * @param governing by scope, the text of what governs there, once somebody asked for it
   */
  private record CompiledView(
      @Nullable String namespace,
      NodeView view,
      CompiledPolicy compiled,
      Map<String, String> governing) {
    CompiledView(@Nullable String namespace, NodeView view, CompiledPolicy compiled) {
      this(namespace, view, compiled, new ConcurrentHashMap<>());
    }
  }

  private NodePolicies(
      @Nullable Reason held,
      NodeView cluster,
      Map<String, NodeView> namespaces,
      Map<ResourceKey, Long> versions,
      SignatureProvider provider,
      NodePulls pulls) {
    this.held = held;
    this.pulls = pulls;
    this.versions = Map.copyOf(versions);
    this.provider = provider;
    this.cluster = new CompiledView(null, cluster, compile(cluster.policy()));
    new TreeMap<>(namespaces).forEach(this::add);
  }

  /** As {@link #compile(NodeConfiguration.Rendered, Map, Facts)}, remembering nothing. */
  public static NodePolicies compile(
      NodeConfiguration.Rendered nodes, Map<ResourceKey, Long> versions) {
    return compile(nodes, versions, Facts.none());
  }

  /**
   * Parses all material of the nodes' files.
   *
   * @param versions of every policy behind the files
   * @param facts asked before any signature is checked
   */
  public static NodePolicies compile(
      NodeConfiguration.Rendered nodes, Map<ResourceKey, Long> versions, Facts facts) {
    return compile(nodes, versions, facts, NodePulls.of(nodes));
  }

  /**
   * As {@link #compile(NodeConfiguration.Rendered, Map, Facts)}, without any facts.
   *
   * @param registriesD what nodes have in place of the file that belongs to the others
   */
  public static NodePolicies compile(
      NodeConfiguration.Rendered nodes, Map<ResourceKey, Long> versions, RegistriesD registriesD) {
    return compile(nodes, versions, Facts.none(), new NodePulls(nodes.pulls(), registriesD));
  }

  private static NodePolicies compile(
      NodeConfiguration.Rendered nodes,
      Map<ResourceKey, Long> versions,
      Facts facts,
      NodePulls pulls) {
    return new NodePolicies(
        null,
        nodes.cluster(),
        nodes.namespaces(),
        versions,
        SignatureProvider.fastest().remembering(facts),
        pulls);
  }

  /** For when it is not known which files the nodes have: every image is undecided. */
  public static NodePolicies held(Reason reason) {
    var nothing =
        new NodeView(new PolicyJson(List.of(new Requirement.Reject()), Map.of()), new TreeMap<>());
    return new NodePolicies(
        reason, nothing, Map.of(), Map.of(), SignatureProvider.fastest(), NodePulls.DIRECT);
  }

  /** Only the scopes on which the namespace has a say; the rest is the cluster's. */
  private void add(String namespace, NodeView view) {
    var own = new HashMap<String, List<Requirement>>();
    view.policy()
        .transports()
        .getOrDefault(DOCKER, Map.of())
        .forEach((scope, requirements) -> {
          if (view.policies(scope).stream().anyMatch(p -> namespace.equals(p.namespace()))) {
            own.put(scope, requirements);
            namespacesByScope.computeIfAbsent(scope, s -> new ArrayList<>()).add(namespace);
          }
        });
    var policy = new PolicyJson(view.policy().defaults(), Map.of(DOCKER, own));
    namespaces.put(namespace, new CompiledView(namespace, view, compile(policy)));
  }

  private CompiledPolicy compile(PolicyJson policy) {
    return CompiledPolicy.compile(policy, MaterialSource.none(), provider);
  }

  /**
   * What governs {@code image}: equal texts mean that no policy that its verdict rests on differs.
   */
  String governing(ImageReference image) {
    if (held != null) {
      return "held: " + held.message();
    }
    String pulled = pulls.text(pulls.plan(image));
    if (namespaces.isEmpty() && pulled.isEmpty()) {
      return governing(cluster, image);
    }
    var text = new StringBuilder();
    for (CompiledView view : viewsOf(image)) {
      text.append(governing(view, image));
    }
    return text.append(pulled).toString();
  }

  /** It is the same for all images of a scope. */
  private String governing(CompiledView view, ImageReference image) {
    String scope = view.compiled().scopeOf(image);
    String known = view.governing().get(scope);
    if (known != null) {
      return known;
    }
    Governing governing = view.compiled().governing(image);
    List<Source> sources = view.view().sources().getOrDefault(scope, List.of());
    var text = new StringBuilder();
    text.append(view.namespace() == null ? "" : view.namespace()).append('|').append(scope);
    for (int i = 0; i < governing.requirements().size(); i++) {
      text.append('|').append(origin(sources, i, governing.requirements().get(i)));
    }
    String whole = text.append('\n').toString();
    view.governing().put(scope, whole);
    return whole;
  }

  private String origin(List<Source> sources, int index, Requirement requirement) {
    return index < sources.size() && sources.get(index) instanceof Source.Policy(ResourceKey key)
        ? key.text() + "#" + versions.getOrDefault(key, -1L)
        : requirement.toString();
  }

  /** The cluster's file, and those of namespaces in which a policy of their own governs. */
  private List<CompiledView> viewsOf(ImageReference image) {
    if (namespaces.isEmpty()) {
      return List.of(cluster);
    }
    List<String> candidates = Scopes.of(image);
    var speaking = new TreeSet<String>();
    candidates.forEach(s -> speaking.addAll(namespacesByScope.getOrDefault(s, List.of())));
    var views = new ArrayList<CompiledView>();
    views.add(cluster);
    int clusters = candidates.indexOf(cluster.compiled().scopeOf(image));
    for (String namespace : speaking) {
      CompiledView view = Objects.requireNonNull(namespaces.get(namespace));
      int own = candidates.indexOf(view.compiled().scopeOf(image));
      // The more specific scope wins; on the same scope the namespace's file holds both.
      if (clusters < 0 || own <= clusters) {
        views.add(view);
      }
    }
    return views;
  }

  /**
   * What each node file that speaks of {@code image} says.
   *
   * @param evidence asked for each manifest that a node may choose
   * @param now the time that certificates without a trusted time are judged at
   */
  List<Result> judge(
      ImageReference image,
      Manifest manifest,
      Function<Digest, KnownEvidence> evidence,
      Instant now) {
    if (held != null) {
      return List.of(Result.undecided(View.NODE, held));
    }
    var results = new ArrayList<Result>();
    for (CompiledView view : viewsOf(image)) {
      var evaluation =
          new ViewEvaluation(view.namespace(), view.view(), view.compiled(), versions, image, now);
      results.addAll(atMirrors(view, evaluation, manifest, evidence));
    }
    return results;
  }

  /**
   * The results at each place that nodes pull from; a scope that wants no signature looks at none.
   */
  private List<Result> atMirrors(
      CompiledView view,
      ViewEvaluation evaluation,
      Manifest manifest,
      Function<Digest, KnownEvidence> evidence) {
    List<Result> atSource = evaluation.results(manifest, evidence);
    PullPlan plan = pulls.plan(evaluation.image());
    return plan.equals(PullPlan.DIRECT) || !wantsSignature(view, evaluation.image())
        ? atSource
        : new MirrorEvaluation(evaluation, plan, pulls.registriesD())
            .results(manifest, evidence, atSource);
  }

  private static boolean wantsSignature(CompiledView view, ImageReference image) {
    return view.compiled().governing(image).requirements().stream()
        .anyMatch(Requirement.SigstoreSigned.class::isInstance);
  }
}
