package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.schemas.PolicyRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.signaturefetcher.registry.AttachmentTags;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.EvidenceDemand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the {@code policies} topic for the places that policies name, and for nothing else of
 * them. Thread-safe.
 */
final class PolicyDemand implements TopicFollower.Listener, Demand {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDemand.class);

  private final RecordCodec<PolicyRecord> codec;
  private final Runnable changed;
  private final Map<ResourceKey, ClusterImagePolicy> policies = new TreeMap<>();
  private boolean live;
  private volatile Current current = Current.of(List.of());

  /**
   * What all policies ask for.
   *
   * @param sources the other repositories that they name
   */
  private record Current(EvidenceDemand demand, Set<RepositoryName> sources) {
    static Current of(List<ClusterImagePolicy> policies) {
      // The controller's configuration has a say in whether referrers count. They are always
      // fetched.
      return new Current(
          new EvidenceDemand(policies, ControllerConfiguration.DEFAULT),
          policies.stream()
              .flatMap(policy -> policy.authorities().stream())
              .flatMap(authority -> EvidenceDemand.place(authority).stream())
              .flatMap(place -> AttachmentTags.other(place).stream())
              .collect(Collectors.toUnmodifiableSet()));
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
    try {
      return current.demand.places(ImageReference.parse(repository.toString()), digest);
    } catch (InvalidReferenceException e) {
      // No policy can select what is no reference.
      return Set.of();
    }
  }

  /** The repositories, besides the images' own, that policies name. */
  Set<RepositoryName> sources() {
    return current.sources;
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    boolean any = false;
    for (IncomingRecord record : batch) {
      any |= take(record);
    }
    if (live && any) {
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
    live = false;
  }

  private void publish() {
    current = Current.of(List.copyOf(policies.values()));
    changed.run();
  }

  private boolean take(IncomingRecord record) {
    Optional<ResourceKey> key =
        ResourceKey.parse(record.key())
            .filter(one ->
                one.group().equals(ClusterImagePolicy.GROUP)
                    && one.kind().equals(ClusterImagePolicy.KIND));
    byte[] value = record.value();
    if (key.isEmpty()) {
      return false;
    }
    if (value == null) {
      return policies.remove(key.get()) != null;
    }
    try {
      PolicyRecord policy = codec.decode(value);
      policies.put(
          key.get(),
          ClusterImagePolicy.fromSpecJson(
              key.get(),
              policy.getGroup() + "/" + policy.getVersion(),
              policy.getUid(),
              policy.getGeneration(),
              policy.getSpec()));
      return true;
    } catch (UndecodableRecordException | IllegalArgumentException e) {
      // What was known of it stays: a place too many costs a request, one too few an answer.
      LOG.atWarn()
          .addKeyValue("policy", record.key())
          .addKeyValue("offset", record.offset())
          .log("not a policy: {}", e.getMessage());
      return false;
    }
  }
}
