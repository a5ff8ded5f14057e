package io.sealbus.bench.requests;

import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.openshift.Identity;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.openshift.Trust;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.verdict.AdmissionPolicies;
import io.sealbus.verification.verdict.KnownEvidence;
import io.sealbus.verification.verdict.NodePolicies;
import io.sealbus.verification.verdict.PolicySet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The policy that all of a registry's images are signed by one key: Sealbus's and the nodes'. */
record Nodes(NodeConfiguration.Rendered rendered, PolicySet policies) {
  static Nodes trusting(SignedImages images) {
    var policy =
        new ImagePolicy(
            new ResourceKey(ImagePolicy.GROUP, ImagePolicy.CLUSTER_KIND, null, "signed"),
            ImagePolicy.GROUP + "/v1",
            null,
            1,
            List.of(images.address() + "/" + SignedImages.FOLDER),
            new Trust.PublicKey(Bytes.utf8(images.key().publicKeyPem()), null),
            new Identity.MatchRepoDigestOrExact());
    return switch (NodeConfiguration.render(List.of(policy), PlatformConfiguration.DEFAULT)) {
      case NodeConfiguration.Rendered rendered ->
          new Nodes(
              rendered,
              new PolicySet(
                  NodePolicies.compile(rendered, Map.of(), Facts.none()), AdmissionPolicies.NONE));
      case NodeConfiguration.Failed failed -> throw new IllegalStateException(failed.error());
    };
  }

  /** The policy as a node has it. */
  Bytes policyJson() {
    return rendered.policyJsonOnNode();
  }

  /** What has a node look for signatures at all. */
  Bytes sigstoreRegistries() {
    return Objects.requireNonNull(rendered.files().get(NodeConfiguration.SIGSTORE_REGISTRIES));
  }

  /** Whether what was found of an image lets it in. */
  boolean letIn(String reference, Manifest manifest, AttachedEvidence evidence) {
    var known = new KnownEvidence(evidence, manifest.digest().toString());
    var single = new io.sealbus.verification.verdict.Manifest.Single(manifest.digest());
    try {
      return policies
              .judge(ImageReference.parse(reference), single, digest -> known, Instant.EPOCH)
              .decision()
          == Decision.ALLOWED;
    } catch (InvalidReferenceException e) {
      throw new IllegalArgumentException(reference, e);
    }
  }
}
