package io.sealbus.verification.openshift;

import static io.sealbus.verification.openshift.NodeConfiguration.POLICY_JSON;
import static io.sealbus.verification.openshift.NodeConfiguration.SIGSTORE_REGISTRIES;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.PolicyJsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One sync of the controller, in the order of its steps, which shows in what fails first. */
final class Sync {
  private final List<ImagePolicy> policies;
  private final PlatformConfiguration platform;
  private final ScopePolicies scopes = new ScopePolicies();

  Sync(List<ImagePolicy> policies, PlatformConfiguration platform) {
    this.policies = List.copyOf(policies);
    this.platform = platform;
  }

  NodeConfiguration run() {
    try {
      DockerReference payload = RegistryLists.payload(platform);
      RegistryLists lists = RegistryLists.of(platform, payload);
      scopes.addAll(policies);
      return rendered(payload, lists);
    } catch (SyncFailure e) {
      return new NodeConfiguration.Failed(e.text(), scopes.conditions());
    }
  }

  private NodeConfiguration rendered(DockerReference payload, RegistryLists lists)
      throws SyncFailure {
    try {
      List<Registry> registriesConf = registriesConf(platform, lists);
      PolicyFiles policyFiles = policyFiles(payload, lists);
      checkNamespaces(lists);
      NodeView cluster = policyFiles.cluster();
      var namespaces = new TreeMap<String, NodeView>();
      scopes
          .namespaces()
          .forEach((name, byScope) -> namespaces.put(name, policyFiles.namespace(byScope)));
      return new NodeConfiguration.Rendered(
          files(policyFiles.isTemplate() ? null : cluster, namespaces, registriesConf),
          cluster,
          namespaces,
          scopes.isEmpty() || registriesConf == null
              ? PullSources.DIRECT
              : PullSources.of(registriesConf),
          scopes.conditions(),
          lists.warnings());
    } catch (SyncFailure e) {
      throw e.within("could not Create/Update MachineConfig");
    }
  }

  /** Where nodes pull from; empty where the controller would not write it. */
  static Optional<PullSources> pullSources(PlatformConfiguration platform) {
    try {
      RegistryLists lists = RegistryLists.of(platform, RegistryLists.payload(platform));
      List<Registry> entries = registriesConf(platform, lists);
      return Optional.of(entries == null ? PullSources.DIRECT : PullSources.of(entries));
    } catch (SyncFailure e) {
      return Optional.empty();
    }
  }

  /** The entries of registries.conf, or null where it is not written. */
  private static @Nullable List<Registry> registriesConf(
      PlatformConfiguration platform, RegistryLists lists) throws SyncFailure {
    RegistrySources sources = platform.registrySources();
    boolean written =
        sources.insecure() != null
            || !lists.blockedInRegistriesConf().isEmpty()
            || platform.hasMirrorResources();
    if (!written) {
      return null;
    }
    try {
      RegistryChecks.entries("insecure", sources.insecureOrNone());
      RegistryChecks.entries("blocked", lists.blockedInRegistriesConf());
      RegistryChecks.mirrors(platform.digestMirrors(), platform.tagMirrors());
      return RegistriesEditor.entries(
          sources.insecureOrNone(),
          lists.blockedInRegistriesConf(),
          platform.digestMirrors(),
          platform.tagMirrors());
    } catch (SyncFailure e) {
      throw e.within("could not update registries config with new changes");
    }
  }

  private PolicyFiles policyFiles(DockerReference payload, RegistryLists lists) throws SyncFailure {
    try {
      return PolicyFiles.of(lists, payload, scopes.cluster());
    } catch (SyncFailure e) {
      throw e.within("could not update policy json with new changes");
    }
  }

  private void checkNamespaces(RegistryLists lists) throws SyncFailure {
    try {
      ScopePolicies.checkAgainst(lists, scopes.namespacedScopes(), "imagePolicy");
    } catch (SyncFailure e) {
      throw e.within("could not update namespace policy JSON from imagepolicy");
    }
  }

  /**
   * The files in the controller's order.
   *
   * @param cluster null where the cluster's policy is what the platform comes with
   */
  private Map<String, Bytes> files(
      @Nullable NodeView cluster, Map<String, NodeView> namespaces, @Nullable List<Registry> conf)
      throws SyncFailure {
    var files = new LinkedHashMap<String, Bytes>();
    if (cluster != null) {
      files.put(POLICY_JSON, PolicyJsonWriter.write(cluster.policy()));
    } else if (!scopes.isEmpty()) {
      // Namespaces alone leave the cluster's policy as it came, byte for byte, but it is written.
      files.put(POLICY_JSON, PolicyTemplate.bytes());
    }
    if (!scopes.isEmpty()) {
      files.put(
          SIGSTORE_REGISTRIES,
          conf == null
              ? SigstoreRegistries.withoutMirrors(scopes.allScopes())
              : SigstoreRegistries.of(scopes.allScopes(), conf));
    }
    namespaces.forEach((name, view) ->
        files.put(
            NodeConfiguration.namespacePolicyJson(name), PolicyJsonWriter.write(view.policy())));
    return files;
  }
}
