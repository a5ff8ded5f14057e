package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ClusterImagePolicy of {@code policy.sigstore.dev} that passed admission, with its defaults
 * applied.
 *
 * @param apiVersion as written, {@code policy.sigstore.dev/v1beta1} or {@code …/v1alpha1}
 * @param uid null where the platform gave none
 * @param generation {@code metadata.generation}
 * @param images globs, any of which selects an image
 * @param match workloads that the policy is for; empty for all
 * @param authorities alternatives, of which one suffices
 * @param policy what the results of the authorities must satisfy besides; null for nothing
 */
public record ClusterImagePolicy(
    ResourceKey key,
    String apiVersion,
    @Nullable String uid,
    long generation,
    List<String> images,
    List<WorkloadMatch> match,
    Mode mode,
    List<Authority> authorities,
    @Nullable ImagePolicyText policy) {
  /** API group of this kind and of TrustRoot. */
  public static final String GROUP = "policy.sigstore.dev";

  /** The kind. */
  public static final String KIND = "ClusterImagePolicy";

  public ClusterImagePolicy {
    images = List.copyOf(images);
    match = List.copyOf(match);
    authorities = List.copyOf(authorities);
    if (!key.group().equals(GROUP) || !key.kind().equals(KIND)) {
      throw new IllegalArgumentException("not the key of a ClusterImagePolicy: " + key);
    }
  }

  /**
   * The policy of a record on the {@code policies} topic.
   *
   * @throws IllegalArgumentException where {@code specJson} is not what admission wrote
   */
  public static ClusterImagePolicy fromSpecJson(
      ResourceKey key, String apiVersion, @Nullable String uid, long generation, String specJson) {
    var spec = SpecText.read(specJson, Shapes.clusterImagePolicySpec("v1alpha1"));
    return PolicyReader.read(key, apiVersion, uid, generation, spec);
  }

  /** What a policy that does not hold does. */
  public enum Mode {
    /** Refuses the image. */
    ENFORCE,
    /** Lets the image in with a warning. */
    WARN
  }

  /**
   * The policy level's own policy.
   *
   * @param fetchConfigFile whether the image's config files are among what it sees
   * @param includeSpec whether the workload's spec is
   * @param includeObjectMeta whether the workload's metadata is
   * @param includeTypeMeta whether the workload's kind and API version are
   */
  public record ImagePolicyText(
      PolicyText text,
      boolean fetchConfigFile,
      boolean includeSpec,
      boolean includeObjectMeta,
      boolean includeTypeMeta) {}
}
