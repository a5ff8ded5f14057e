package io.sealbus.verification.evidence;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One layer of an attached manifest. The content was checked against the digest when it was
 * fetched; nothing else about it is proven.
 *
 * @param content null where the media type is not one of a signature
 */
public record Attachment(
    String mediaType, Digest digest, @Nullable Bytes content, Map<String, String> annotations) {
  public Attachment {
    annotations = Map.copyOf(annotations);
  }
}
