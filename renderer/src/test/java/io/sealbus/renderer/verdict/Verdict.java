package io.sealbus.renderer.verdict;

import io.sealbus.schemas.CauseKind;
import io.sealbus.schemas.CauseRecord;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.NamespaceResultRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes verdicts for tests. */
public record Verdict(
    String reference,
    Decision decision,
    List<String> codes,
    List<NamespaceResultRecord> namespaces,
    long policyVersion,
    long evidenceVersion,
    String message) {

  /** An allowed one. */
  public static Verdict of(String reference) {
    return new Verdict(
        reference, Decision.ALLOWED, List.of("SIGNATURE_ACCEPTED"), List.of(), 1, 1, "because");
  }

  public Verdict denied(String code) {
    return new Verdict(
        reference,
        Decision.DENIED,
        List.of(code),
        namespaces,
        policyVersion,
        evidenceVersion,
        message);
  }

  public Verdict deniedIn(String namespace, String code) {
    var more = new ArrayList<>(namespaces);
    more.add(new NamespaceResultRecord(namespace, Decision.DENIED, reasons(List.of(code))));
    return new Verdict(reference, decision, codes, more, policyVersion, evidenceVersion, message);
  }

  public Verdict because(String newMessage) {
    return new Verdict(
        reference, decision, codes, namespaces, policyVersion, evidenceVersion, newMessage);
  }

  public Verdict at(long newPolicyVersion, long newEvidenceVersion) {
    return new Verdict(
        reference, decision, codes, namespaces, newPolicyVersion, newEvidenceVersion, message);
  }

  private List<ReasonRecord> reasons(List<String> codes) {
    return codes.stream().map(c -> new ReasonRecord(c, message, null)).toList();
  }

  public VerdictRecord record() {
    String name = Repositories.of(reference);
    int slash = name.indexOf('/');
    return new VerdictRecord(
        "id-" + reference + policyVersion,
        reference,
        name.substring(0, slash),
        name.substring(slash + 1),
        null,
        "sha256:" + "a".repeat(64),
        decision,
        reasons(codes),
        List.of(),
        namespaces,
        new CauseRecord(CauseKind.EVIDENCE_CHANGED, List.of()),
        policyVersion,
        -1L,
        1L,
        evidenceVersion,
        "0.1",
        Instant.ofEpochMilli(1_700_000_000_000L),
        null);
  }

  public byte[] bytes() {
    return RecordCodecs.singleObject().codec(TopicCatalogue.VERDICTS).encode(record());
  }

  VerdictChange change(int partition, long offset) {
    return new VerdictChange(partition, offset, reference, bytes(), record());
  }

  static VerdictChange gone(String reference, int partition, long offset) {
    return new VerdictChange(partition, offset, reference, new byte[0], null);
  }
}
