package io.sealbus.standalone.vectors;

import io.sealbus.policyingest.trust.TrustRootResolver;
import io.sealbus.testkit.SigstoreAdmissionCase;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.Admission;
import io.sealbus.verification.sigstore.Admission.Outcome;
import io.sealbus.verification.sigstore.Admission.Strictness;
import io.sealbus.verification.sigstore.ControllerConfiguration;
import io.sealbus.verification.sigstore.RemoteTexts;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Admits a resource and compares with what the policy-controller's webhooks answered. */
record SigstoreAdmissionVector(SigstoreAdmissionCase given) implements Vector {
  /** What a case says of the answer, and what the answer was, in the same form. */
  private record Answer(boolean valid, String error, String warning, @Nullable Node spec) {}

  @Override
  public @Nullable Difference run() {
    String defaulted = given.defaultedSpec();
    var expected =
        new Answer(
            given.valid(),
            given.error(),
            given.warning(),
            defaulted == null ? null : document(defaulted));
    Answer actual =
        switch (outcome()) {
          case Outcome.AdmittedPolicy admitted ->
              new Answer(true, "", admitted.warningText(), admitted.spec());
          case Outcome.AdmittedTrustRoot admitted ->
              new Answer(true, "", "", defaulted == null ? null : admitted.spec());
          case Outcome.Rejected rejected -> new Answer(false, rejected.text(), "", null);
        };
    return Difference.between(expected, actual);
  }

  private Outcome outcome() {
    ControllerConfiguration configuration =
        ControllerConfiguration.of(given.config())
            .orElseThrow(() -> new IllegalArgumentException("not a configuration"));
    return new Admission(
            Strictness.REFERENCE,
            Admission.DEFAULT_NAMESPACE,
            configuration,
            PolicyLanguages::compile,
            RemoteTexts.NONE,
            new TrustRootResolver(InstantSource.system(), null))
        .admit(resource(document(given.document())));
  }

  private static Resource resource(Node document) {
    return switch (Resource.of(document)) {
      case Reading.Read<Resource>(Resource resource) -> resource;
      case Reading.Refused<Resource>(List<Finding> findings) ->
          throw new IllegalArgumentException(findings.getFirst().text());
    };
  }

  private static Node document(String json) {
    return switch (Documents.read(json.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)) {
      case Reading.Read<List<Node>>(List<Node> documents) -> documents.getFirst();
      case Reading.Refused<List<Node>>(List<Finding> findings) ->
          throw new IllegalArgumentException(findings.getFirst().text());
    };
  }
}
