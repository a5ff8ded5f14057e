package io.sealbus.verifier;

import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.verdict.KnownEvidence;
import io.sealbus.verifier.records.EvidenceDecoding;
import io.sealbus.verifier.records.EvidenceRow;
import io.sealbus.verifier.records.StoredEvidence;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The evidence on one image's manifests, and how new what was looked up is. */
final class EvidenceLookup implements Function<Digest, KnownEvidence> {
  private final Rows rows;
  private final EvidenceDecoding decoding;
  private final String repository;
  private final Map<Digest, KnownEvidence> known = new HashMap<>();
  private long newestOffset = -1;

  /** Where evidence records are, by {@code repo@digest}. */
  @FunctionalInterface
  interface Rows {
    @Nullable EvidenceRow get(String manifest);
  }

  EvidenceLookup(Rows rows, EvidenceDecoding decoding, String repository) {
    this.rows = rows;
    this.decoding = decoding;
    this.repository = repository;
  }

  /** Nodes and the admission ask for the same, one after the other. */
  @Override
  public KnownEvidence apply(Digest manifest) {
    return known.computeIfAbsent(manifest, this::lookUp);
  }

  private KnownEvidence lookUp(Digest manifest) {
    EvidenceRow stored = rows.get(repository + "@" + manifest.text());
    if (stored == null) {
      return StoredEvidence.none();
    }
    newestOffset = Math.max(newestOffset, stored.offset());
    try {
      return StoredEvidence.of(stored, decoding);
    } catch (UndecodableRecordException e) {
      return new KnownEvidence(
          AttachedEvidence.ofSignatures(
              new Evidence.Unavailable(
                  Reason.of(ReasonCode.INTERNAL_ERROR, "stored evidence is not readable"))),
          null);
    }
  }

  /** Highest offset among the records that were looked up; -1 where there was none. */
  long newestOffset() {
    return newestOffset;
  }
}
