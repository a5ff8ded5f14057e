package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.signaturefetcher.registry.AttachmentTags;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.openshift.MirrorDemand;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.openshift.StandingResource.Foreign;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.EvidenceDemand;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the {@code policies} topic for the places that policies name and the mirrors that nodes
 * pull from, and for nothing else of them. Thread-safe.
 */
final class PolicyDemand implements TopicFollower.Listener, Demand {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDemand.class);

  private final RecordCodec<PolicyRecord> codec;
  private final Runnable changed;
  private final Map<ResourceKey, ClusterImagePolicy> policies = new TreeMap<>();
  private final Map<ResourceKey, StandingResource> onNodes = new TreeMap<>();
  private boolean live;
  private volatile Current current = Current.of(List.of(), MirrorDemand.NONE);

  /**
   * What all policies ask for.
   *
   * @param sources the other repositories that they name
   * @param mirrors what nodes pull from
   */
  private record Current(EvidenceDemand demand, Set<RepositoryName> sources, MirrorDemand mirrors) {
    static Current of(List<ClusterImagePolicy> policies, MirrorDemand mirrors) {
      // The controller's configuration has a say in whether referrers count. They are always
      // fetched.
      return new Current(
          new EvidenceDemand(policies, ControllerConfiguration.DEFAULT),
          policies.stream()
              .flatMap(policy -> policy.authorities().stream())
              .flatMap(authority -> EvidenceDemand.place(authority).stream())
              .flatMap(place -> AttachmentTags.other(place).stream())
              .collect(Collectors.toUnmodifiableSet()),
          mirrors);
    }
  }

  /**
   * Knows of no policy yet.
   *
   * @param changed told when the policies may ask for other places than before
   */
  PolicyDemand(RecordCodec<PolicyRecord> codec, Runnable changed) {
    this.codec = codec;
    this.changed = changed;
  }

  @Override
  public Set<Place> of(RepositoryName repository, Digest digest) {
    Current now = current;
    try {
      Set<Place> named = now.demand.places(ImageReference.parse(repository.toString()), digest);
      Set<Place> mirrors = now.mirrors.places(repository.toString(), digest);
      if (mirrors.isEmpty()) {
        return named;
      }
      var all = new HashSet<>(named);
      all.addAll(mirrors);
      return all;
    } catch (InvalidReferenceException e) {
      // No policy can select what is no reference.
      return Set.of();
    }
  }

  /**
   * Whether what happens in {@code repository}, {@code registry/path}, may be about images of
   * another: policies name it, or it mirrors another one.
   */
  boolean watches(String repository) {
    Current now = current;
    return now.mirrors.isMirror(repository)
        || now.sources.stream().anyMatch(source -> source.toString().equals(repository));
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    boolean any = false;
    for (IncomingRecord record : batch) {
      any |= take(record);
    }
    if (live && (any || !mirrors().equals(current.mirrors))) {
      publish();
    }
  }

  /** Half of the policies would have what the other half asks for fetched again. */
  @Override
  public void caughtUp() {
    live = true;
    publish();
  }

  @Override
  public void reset() {
    policies.clear();
    onNodes.clear();
    live = false;
  }

  private void publish() {
    current = Current.of(List.copyOf(policies.values()), mirrors());
    changed.run();
  }

  /** While the nodes' part cannot be rendered, nodes keep the mirrors that they have. */
  private MirrorDemand mirrors() {
    return MirrorDemand.of(onNodes.values()).orElse(current.mirrors);
  }

  /** Whether what the policies name may have changed; mirrors are compared as a whole. */
  private boolean take(IncomingRecord record) {
    Optional<ResourceKey> key = ResourceKey.parse(record.key());
    if (key.isEmpty() || !isOurs(key.get())) {
      return false;
    }
    byte[] value = record.value();
    if (value == null) {
      onNodes.remove(key.get());
      return policies.remove(key.get()) != null;
    }
    try {
      put(key.get(), codec.decode(value));
      return isSigstore(key.get());
    } catch (UndecodableRecordException | IllegalArgumentException e) {
      // What was known of it stays: a place too many costs a request, one too few an answer.
      LOG.atWarn()
          .addKeyValue("policy", record.key())
          .addKeyValue("offset", record.offset())
          .log("not a policy: {}", e.getMessage());
      return false;
    }
  }

  private static boolean isOurs(ResourceKey key) {
    return isSigstore(key) || !(StandingResource.unreadable(key) instanceof Foreign);
  }

  private static boolean isSigstore(ResourceKey key) {
    return key.group().equals(ClusterImagePolicy.GROUP)
        && key.kind().equals(ClusterImagePolicy.KIND);
  }

  private void put(ResourceKey key, PolicyRecord policy) {
    if (isSigstore(key)) {
      policies.put(
          key,
          ClusterImagePolicy.fromSpecJson(
              key,
              policy.getGroup() + "/" + policy.getVersion(),
              policy.getUid(),
              policy.getGeneration(),
              policy.getSpec()));
    } else {
      onNodes.put(
          key,
          StandingResource.of(
              key,
              policy.getVersion(),
              policy.getUid(),
              policy.getGeneration(),
              policy.getSpec(),
              policy.getDocument()));
    }
  }
}
