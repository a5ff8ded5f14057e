package io.sealbus.bench.micro;

import io.sealbus.bench.corpus.Subject;
import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.PolicyResultRecord;
import io.sealbus.schemas.ResultRecord;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.schemas.View;
import java.time.Instant;
import java.util.List;

/** A verdict of usual size: an image by digest that one policy lets in. */
final class SampleVerdict {
  private SampleVerdict() {}

  static VerdictRecord of(Subject subject) {
    String digest = subject.digest().toString();
    var policy =
        PolicyResultRecord.newBuilder()
            .setPolicy("config.openshift.io/ClusterImagePolicy//bench")
            .setVersion(7)
            .setDecision(Decision.ALLOWED)
            .build();
    var result =
        ResultRecord.newBuilder()
            .setView(View.NODE)
            .setDigest(digest)
            .setEvidenceDigest(digest)
            .setScope(subject.reference().registry())
            .setDecision(Decision.ALLOWED)
            .setPolicies(List.of(policy))
            .build();
    return VerdictRecord.newBuilder()
        .setId(digest)
        .setReference(subject.reference().toString())
        .setRegistry(subject.reference().registry())
        .setRepository(subject.reference().repository())
        .setDigest(digest)
        .setDecision(Decision.ALLOWED)
        .setResults(List.of(result))
        .setNamespaces(List.of())
        .setCause(new CauseRecord(CauseKind.EVIDENCE_CHANGED, List.of()))
        .setPolicyVersion(7)
        .setImageVersion(8)
        .setEvidenceVersion(9)
        .setVerifierVersion("0.1.0")
        .setDecidedAt(Instant.EPOCH)
        .build();
  }
}
