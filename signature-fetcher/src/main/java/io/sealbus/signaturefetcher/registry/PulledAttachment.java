package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;

/**
 * An attachment and how long it was.
 *
 * @param size bytes that the registry served, also where they were not kept
 */
public record PulledAttachment(Attachment attachment, long size) {
  /** What an attachment takes in a record besides its texts and bytes, at most. */
  private static final int OVERHEAD = 64;

  /** Bytes that it takes in a record, at most. */
  long recordBytes() {
    Bytes content = attachment.content();
    Attachment.Referrer referrer = attachment.referrer();
    long bytes = OVERHEAD + size(attachment.mediaType()) + size(attachment.digest().text());
    bytes += content == null ? 0 : content.size();
    for (var annotation : attachment.annotations().entrySet()) {
      bytes += size(annotation.getKey()) + size(annotation.getValue());
    }
    return referrer == null
        ? bytes
        : bytes + size(referrer.manifest().text()) + size(referrer.artifactType());
  }

  private static long size(String text) {
    return Bytes.utf8(text).size();
  }
}
