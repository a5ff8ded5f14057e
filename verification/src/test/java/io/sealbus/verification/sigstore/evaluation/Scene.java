package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Attachment.Referrer;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.Admission;
import io.sealbus.verification.sigstore.ClusterImagePolicy;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.RemoteTexts;
import io.sealbus.verification.sigstore.TrustRoot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image with what is attached to it, and policies for it. Immutable but for its builders. */
final class Scene {
  static final Instant SIGNED = Instant.parse("2025-06-01T12:00:00Z");
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  static final TestImage IMAGE = TestImage.of("hello");
  static final ImageName NAME =
      ImageName.parse("registry.example.com/acme/app@" + IMAGE.digest()).orElseThrow();

  private final Map<Place, Evidence> places = new HashMap<>();
  private final List<ClusterImagePolicy> policies = new ArrayList<>();
  private final List<TrustRoot> trustRoots = new ArrayList<>();
  private ControllerConfiguration configuration = ControllerConfiguration.DEFAULT;
  private @Nullable Workload workload;

  /** Policies and trust roots, each document after a line of dashes. */
  Scene with(String yaml) {
    var admission =
        new Admission(
            Admission.Strictness.REFERENCE,
            Admission.DEFAULT_NAMESPACE,
            new ControllerConfiguration(ControllerConfiguration.NoMatch.DENY, false, false),
            PolicyLanguages::compile,
            RemoteTexts.NONE,
            (root, mirror, targets) -> Optional.empty());
    for (Node document : documents(yaml)) {
      switch (admission.admit(resource(document))) {
        case Admission.Outcome.AdmittedPolicy admitted -> policies.add(admitted.policy());
        case Admission.Outcome.AdmittedTrustRoot admitted -> trustRoots.add(admitted.trustRoot());
        case Admission.Outcome.Rejected rejected ->
            throw new IllegalArgumentException(rejected.text());
      }
    }
    return this;
  }

  /** A policy for the image with these authorities, in YAML's flow style. */
  Scene authorities(String... authorities) {
    return with(policy("p", authorities));
  }

  static String policy(String name, String... authorities) {
    return "{apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: {name: "
        + name
        + "}, spec: {images: [{glob: '**'}], authorities: ["
        + String.join(", ", authorities)
        + "]}}";
  }

  Scene trusting(TestSigstore sigstore) {
    return with(sigstore.trustRoot("keys").toString());
  }

  Scene configured(Map<String, String> data) {
    configuration = ControllerConfiguration.of(data).orElseThrow();
    return this;
  }

  Scene in(Workload of) {
    workload = of;
    return this;
  }

  Scene signatures(TestSignature... signatures) {
    return at(Place.SIGNATURES, signatures);
  }

  Scene at(Place place, TestSignature... signatures) {
    places.put(
        place, new Evidence.Complete(Arrays.stream(signatures).map(s -> layer(s, null)).toList()));
    return this;
  }

  Scene referrers(Attachment... referrers) {
    places.put(Place.REFERRERS, new Evidence.Complete(List.of(referrers)));
    return this;
  }

  Scene evidence(Place place, Evidence evidence) {
    places.put(place, evidence);
    return this;
  }

  static Attachment layer(TestSignature signature, @Nullable Referrer referrer) {
    return new Attachment(
        signature.payload().mediaType(),
        new Digest(signature.payload().digest()),
        Bytes.copyOf(signature.payload().bytes()),
        signature.annotations(),
        referrer);
  }

  static Attachment bundle(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    var content = io.sealbus.testkit.Content.of(TestSigstore.BUNDLE_MEDIA_TYPE, bytes);
    Digest digest = new Digest(content.digest());
    return new Attachment(
        TestSigstore.BUNDLE_MEDIA_TYPE,
        digest,
        Bytes.copyOf(bytes),
        Map.of(),
        new Referrer(digest, TestSigstore.BUNDLE_MEDIA_TYPE, 1));
  }

  /** The first policy. */
  ClusterImagePolicy policy() {
    return policies.get(0);
  }

  CompiledSigstorePolicies compile(Profile profile) {
    return compile(profile, SignatureProvider.fastest());
  }

  CompiledSigstorePolicies compile(Profile profile, SignatureProvider provider) {
    return CompiledSigstorePolicies.compile(
        policies,
        new CompiledSigstorePolicies.References(trustRoots, null, List.of()),
        configuration,
        PolicyLanguages::compile,
        profile,
        provider);
  }

  SigstoreEvaluation evaluate(Profile profile) {
    return evaluate(profile, NOW);
  }

  SigstoreEvaluation evaluate(Profile profile, Instant now) {
    return compile(profile).evaluate(NAME, new AttachedEvidence(places), workload, now);
  }

  AttachedEvidence evidence() {
    return new AttachedEvidence(places);
  }

  static List<Node> documents(String yaml) {
    return switch (Documents.read(yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)) {
      case Reading.Read<List<Node>>(List<Node> documents) -> documents;
      case Reading.Refused<List<Node>> refused ->
          throw new IllegalArgumentException(refused.toString());
    };
  }

  static Resource resource(Node document) {
    return switch (Resource.of(document)) {
      case Reading.Read<Resource>(Resource resource) -> resource;
      case Reading.Refused<Resource> refused ->
          throw new IllegalArgumentException(refused.toString());
    };
  }
}
