package io.sealbus.verifier.records;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands the fingerprints of a row to the attachments that are read of it, one after the other. They
 * count only where each attachment has its own and none is left over: what is not in step with its
 * record belongs to another one. For one reading.
 */
final class AttachmentFingerprints {
  private final @Nullable EvidenceRow row;
  private final List<Attachment> met = new ArrayList<>(2);
  private boolean inStep = true;

  private AttachmentFingerprints(@Nullable EvidenceRow row) {
    this.row = row;
  }

  /** Those of {@code row}. */
  static AttachmentFingerprints of(EvidenceRow row) {
    return new AttachmentFingerprints(row.fingerprints() == 0 ? null : row);
  }

  /** None: each attachment computes its own once it is asked for it. */
  static AttachmentFingerprints none() {
    return new AttachmentFingerprints(null);
  }

  /** The next attachment, with its fingerprint where that is here. */
  Attachment next(Attachment attachment) {
    Bytes known = row == null ? null : row.fingerprint(met.size(), attachment);
    inStep &= row == null || known != null;
    Attachment one = known == null ? attachment : attachment.fingerprinted(known);
    met.add(one);
    return one;
  }

  /** All attachments so far. */
  List<Attachment> met() {
    return met;
  }

  /** Whether, at the end of a record, every fingerprint is that of its attachment. */
  boolean areInStep() {
    return inStep && (row == null || met.size() == row.fingerprints());
  }
}
