package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.PolicyJsonReader;
import io.sealbus.verification.resource.ResourceKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the machine config controller makes of all image policies of a cluster together. It renders
 * all of them or none: where one cannot be rendered, nodes keep the files that they have.
 */
public sealed interface NodeConfiguration {
  /** Path of the cluster's policy on a node. */
  String POLICY_JSON = "/etc/containers/policy.json";

  /** Directory of the policies of namespaces on a node, with a slash at the end. */
  String CRIO_POLICIES = "/etc/crio/policies/";

  /** Path of the file that switches sigstore attachments on. */
  String SIGSTORE_REGISTRIES = "/etc/containers/registries.d/sigstore-registries.yaml";

  /**
   * The conditions that are written, by policy. A policy without one keeps the conditions that it
   * has, even outdated ones. The controller writes them on failure too.
   */
  SortedMap<ResourceKey, Condition> conditions();

  /**
   * The files of every node.
   *
   * @param files by path, in the controller's order; only what the controller writes
   * @param cluster what pods are judged by where their namespace has no view of its own
   * @param namespaces the views of the namespaces that have one
   * @param pulls where images are pulled from; without any policy nobody asks
   * @param warnings what the controller only logs
   */
  record Rendered(
      Map<String, Bytes> files,
      NodeView cluster,
      SortedMap<String, NodeView> namespaces,
      PullSources pulls,
      SortedMap<ResourceKey, Condition> conditions,
      List<String> warnings)
      implements NodeConfiguration {
    public Rendered {
      files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
      namespaces = Collections.unmodifiableSortedMap(new TreeMap<>(namespaces));
      conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
      warnings = List.copyOf(warnings);
    }

    /** The paths of the files that the controller writes, in its order. */
    public List<String> generatedFiles() {
      return List.copyOf(files.keySet());
    }

    /** The cluster's policy as it lies on a node, the platform's own where none is written. */
    public Bytes policyJsonOnNode() {
      return files.getOrDefault(POLICY_JSON, PolicyTemplate.bytes());
    }

    /**
     * The policy files that containers/image refuses to load, by path, with the reason. The
     * controller copies scopes into transport {@code atomic} that this transport does not allow,
     * such as {@code host/name:tag}; its own parser does not know the transport and lets them pass,
     * that of a program that knows it refuses the whole file.
     */
    public SortedMap<String, String> refusedByNodes() {
      var refused = new TreeMap<String, String>();
      files.forEach((path, file) -> {
        if (path.endsWith(".json")
            && PolicyJsonReader.read(file.toArray())
                instanceof PolicyJsonReader.Result.Rejected(String where, String why)) {
          refused.put(path, where + ": " + why);
        }
      });
      return refused;
    }

    /** What pods of {@code namespace} are judged by. */
    public NodeView view(String namespace) {
      return namespaces.getOrDefault(namespace, cluster);
    }
  }

  /**
   * No file of any node changes.
   *
   * @param error the controller's text
   */
  record Failed(String error, SortedMap<ResourceKey, Condition> conditions)
      implements NodeConfiguration {
    public Failed {
      conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
    }
  }

  /** Path of the policy of a namespace on a node. */
  static String namespacePolicyJson(String namespace) {
    return CRIO_POLICIES + namespace + ".json";
  }

  /**
   * Renders. The order of {@code policies} does not matter: the controller's own is random, here
   * they are sorted by namespace and name.
   */
  static NodeConfiguration render(List<ImagePolicy> policies, PlatformConfiguration platform) {
    return new Sync(policies, platform).run();
  }
}
