package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.OneShotPull;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.PullPlan;
import io.sealbus.verification.openshift.PullPlan.Mirror;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.verdict.AdmissionPolicies;
import io.sealbus.verification.verdict.KnownEvidence;
import io.sealbus.verification.verdict.Manifest;
import io.sealbus.verification.verdict.NodePolicies;
import io.sealbus.verification.verdict.PolicySet;
import io.sealbus.verification.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One image that nodes may pull from mirrors, looked at in each of these places.
 *
 * @param nodes what nodes have
 * @param registriesD what nodes have in place of the file among {@code nodes}; null for that one
 * @param namespace whose pods; null for namespaces without policies of their own
 * @param platform the instance that is chosen from an index; null for the index itself
 */
record MirroredImage(
    NodeConfiguration.Rendered nodes,
    @Nullable RegistriesD registriesD,
    @Nullable String namespace,
    @Nullable String platform) {

  /** Whether nodes pull {@code image} from anywhere else than where it says. */
  boolean concerns(ImageReference image) {
    return !nodes.pulls().of(image).equals(PullPlan.DIRECT);
  }

  /** What nodes say of {@code image}, at each place. Blocks. */
  List<Verdict.Result> judge(ImageReference image, RegistryClient client, Instant now) {
    PullPlan plan = nodes.pulls().of(image);
    var pull = new OneShotPull(client, digest -> Set.of());
    Optional<RepositoryName> name = RepositoryName.parse(image.registry(), image.repository());
    if (name.isEmpty()) {
      return judge(image, unresolved(ReasonCode.REFERENCE_INVALID, image), Map.of(), now);
    }
    return switch (resolved(image, plan, pull)) {
      case OneShotPull.NotPulled(Reason reason) ->
          judge(image, new Manifest.Unresolved(reason), Map.of(), now);
      case OneShotPull.Pulled pulled -> {
        Set<Place> places = places(plan);
        var evidence = new HashMap<Digest, AttachedEvidence>();
        for (Digest digest : List.of(pulled.manifest(), pulled.instance())) {
          evidence.computeIfAbsent(
              digest, one -> asNodesSee(image, pull.attached(name.get(), one, places)));
        }
        yield judge(image, manifest(pulled), evidence, now);
      }
    };
  }

  /** To a node that is not to look for signatures beside the source, there are none. */
  private AttachedEvidence asNodesSee(ImageReference image, AttachedEvidence evidence) {
    return registriesD == null || registriesD.usesSigstoreAttachments(image)
        ? evidence
        : ImagePull.withoutSignatures(evidence);
  }

  private static Manifest unresolved(ReasonCode code, ImageReference image) {
    return new Manifest.Unresolved(Reason.of(code, image + " cannot be pulled"));
  }

  private Manifest manifest(OneShotPull.Pulled pulled) {
    return pulled.instance().equals(pulled.manifest())
        ? new Manifest.Single(pulled.manifest())
        : new Manifest.Index(
            pulled.manifest(),
            List.of(new Manifest.Instance(Objects.requireNonNull(platform), pulled.instance())));
  }

  /** By where it says; where that does not answer, by the first mirror that does. */
  private OneShotPull.Result resolved(ImageReference image, PullPlan plan, OneShotPull pull) {
    var asked = new ArrayList<ImageReference>();
    asked.add(image);
    looked(plan).forEach(mirror -> asked.add(mirror.image()));
    OneShotPull.Result first = null;
    for (ImageReference place : asked) {
      OneShotPull.Result result = at(place, pull);
      if (result instanceof OneShotPull.Pulled) {
        return result;
      }
      first = first == null ? result : first;
    }
    return Objects.requireNonNull(first);
  }

  private OneShotPull.Result at(ImageReference place, OneShotPull pull) {
    Optional<RepositoryName> name = RepositoryName.parse(place.registry(), place.repository());
    if (name.isEmpty()) {
      return new OneShotPull.NotPulled(
          Reason.of(ReasonCode.REFERENCE_INVALID, place + " cannot be pulled"));
    }
    Digest digest = place.digest();
    return digest == null
        ? pull.pull(name.get(), String.valueOf(place.tag()), platform)
        : pull.pull(name.get(), digest, platform);
  }

  private static Set<Place> places(PullPlan plan) {
    var places = new LinkedHashSet<Place>();
    places.add(Place.SIGNATURES);
    looked(plan).forEach(mirror -> places.add(Place.mirror(mirror.repository())));
    return places;
  }

  private static List<Mirror> looked(PullPlan plan) {
    return plan.mirrors().stream()
        .limit(PullPlan.MAX_MIRRORS)
        .filter(mirror -> !mirror.blocked())
        .toList();
  }

  private NodePolicies policies() {
    return registriesD == null
        ? NodePolicies.compile(nodes, Map.of())
        : NodePolicies.compile(nodes, Map.of(), registriesD);
  }

  private List<Verdict.Result> judge(
      ImageReference image,
      Manifest manifest,
      Map<Digest, AttachedEvidence> evidence,
      Instant now) {
    Verdict verdict =
        new PolicySet(policies(), AdmissionPolicies.NONE)
            .judge(
                image,
                manifest,
                digest ->
                    new KnownEvidence(
                        evidence.getOrDefault(digest, new AttachedEvidence(Map.of())), null),
                now);
    List<Verdict.Result> own =
        verdict.results().stream()
            .filter(result -> Objects.equals(result.namespace(), namespace))
            .toList();
    return own.isEmpty()
        ? verdict.results().stream().filter(result -> result.namespace() == null).toList()
        : own;
  }
}
