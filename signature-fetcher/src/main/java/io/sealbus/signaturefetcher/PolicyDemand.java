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
import io.sealbus.verification.sigstore.EvidenceDemand;
import io.sealbus.verification.sigstore.ReferredMaterial.ConfigMap;
import io.sealbus.verification.sigstore.SigstoreResource;
import io.sealbus.verification.sigstore.SigstoreResources;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
  private final Map<ResourceKey, SigstoreResource> ofAdmission = new TreeMap<>();
  private final Map<ResourceKey, StandingResource> onNodes = new TreeMap<>();
  private boolean live;
  private volatile @Nullable Current current;

  /**
   * What all policies ask for.
   *
   * @param sources the other repositories that they name
   * @param mirrors what nodes pull from
   */
  private record Current(EvidenceDemand demand, Set<RepositoryName> sources, MirrorDemand mirrors) {
    static Current of(SigstoreResources admission, MirrorDemand mirrors) {
      return new Current(
          new EvidenceDemand(admission.policies(), admission.configuration()),
          admission.policies().stream()
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
    if (now == null) {
      return Set.of();
    }
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

  @Override
  public boolean isKnown() {
    return current != null;
  }

  /**
   * Whether what happens in {@code repository}, {@code registry/path}, may be about images of
   * another: policies name it, or it mirrors another one.
   */
  boolean watches(String repository) {
    Current now = current;
    return now != null
        && (now.mirrors.isMirror(repository)
            || now.sources.stream().anyMatch(source -> source.toString().equals(repository)));
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    boolean any = false;
    for (IncomingRecord record : batch) {
      any |= take(record);
    }
    if (live && (any || !mirrors().equals(lastMirrors()))) {
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
    ofAdmission.clear();
    onNodes.clear();
    live = false;
  }

  private void publish() {
    current = Current.of(SigstoreResources.of(ofAdmission.values()), mirrors());
    changed.run();
  }

  /** While the nodes' part cannot be rendered, nodes keep the mirrors that they have. */
  private MirrorDemand mirrors() {
    return MirrorDemand.of(onNodes.values()).orElse(lastMirrors());
  }

  private MirrorDemand lastMirrors() {
    Current last = current;
    return last == null ? MirrorDemand.NONE : last.mirrors;
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
      return ofAdmission.remove(key.get()) != null;
    }
    try {
      return put(key.get(), codec.decode(value));
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
    return isOfAdmission(key) || !(StandingResource.unreadable(key) instanceof Foreign);
  }

  private static boolean isOfAdmission(ResourceKey key) {
    return !(SigstoreResource.unreadable(key) instanceof SigstoreResource.Foreign);
  }

  /** Whether it says where to look. */
  private boolean put(ResourceKey key, PolicyRecord policy) {
    if (!isOfAdmission(key)) {
      onNodes.put(
          key,
          StandingResource.of(
              key,
              policy.getVersion(),
              policy.getUid(),
              policy.getGeneration(),
              policy.getSpec(),
              policy.getDocument()));
      return false;
    }
    return switch (SigstoreResource.of(
        key, policy.getVersion(), policy.getUid(), policy.getGeneration(), policy.getSpec())) {
      case SigstoreResource.Policy read -> {
        ofAdmission.put(key, read);
        yield true;
      }
      // Whether referrers count, where a policy does not say, is configured for all of them.
      case SigstoreResource.Material(ConfigMap map) when map.isConfiguration() -> {
        ofAdmission.put(key, new SigstoreResource.Material(map));
        yield true;
      }
      case SigstoreResource.Material ignored -> false;
      case SigstoreResource.Root ignored -> false;
      case SigstoreResource.Foreign() -> false;
      case SigstoreResource.Unreadable(String why) -> throw new IllegalArgumentException(why);
    };
  }
}
