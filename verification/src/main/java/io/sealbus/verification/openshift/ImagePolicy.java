package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ClusterImagePolicy or an ImagePolicy that passed admission, with its defaults applied.
 *
 * @param key the kind tells the two apart
 * @param apiVersion as written, {@code config.openshift.io/v1} or {@code …/v1alpha1}
 * @param uid null where the platform gave none
 * @param generation {@code metadata.generation}
 * @param scopes in the policy's order
 */
public record ImagePolicy(
    ResourceKey key,
    String apiVersion,
    @Nullable String uid,
    long generation,
    List<String> scopes,
    Trust rootOfTrust,
    Identity signedIdentity) {
  /** API group of both kinds. */
  public static final String GROUP = "config.openshift.io";

  /** The cluster-scoped kind. */
  public static final String CLUSTER_KIND = "ClusterImagePolicy";

  /** The namespaced kind. */
  public static final String NAMESPACED_KIND = "ImagePolicy";

  public ImagePolicy {
    scopes = List.copyOf(scopes);
    String kind = key.namespace() == null ? CLUSTER_KIND : NAMESPACED_KIND;
    if (!key.group().equals(GROUP) || !key.kind().equals(kind)) {
      throw new IllegalArgumentException("not the key of an image policy: " + key);
    }
  }

  /** Whether the policy holds for the whole cluster. */
  public boolean isClusterWide() {
    return key.namespace() == null;
  }

  /**
   * The normalised spec as JSON: defaults applied, members in the order of the API's types. Equal
   * specs give equal text, and {@link #fromSpecJson} reads it back.
   */
  public String specJson() {
    return JsonText.write(SpecNode.of(this));
  }

  /**
   * The policy of a record on the {@code policies} topic.
   *
   * @throws IllegalArgumentException where {@code specJson} is not what {@link #specJson} writes
   */
  public static ImagePolicy fromSpecJson(
      ResourceKey key, String apiVersion, @Nullable String uid, long generation, String specJson) {
    var read = Documents.read(specJson.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    if (read instanceof Reading.Read<List<Node>>(List<Node> documents)
        && documents.size() == 1
        && documents.getFirst() instanceof Node.Mapping spec) {
      var policy = new SpecReader(spec).policy(key, apiVersion, uid, generation);
      if (policy.specJson().equals(specJson)) {
        return policy;
      }
    }
    throw new IllegalArgumentException("not the normalised spec of an image policy");
  }
}
