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
 * @param referrer the manifest that brought it; null for what was found by a tag
 */
public record Attachment(
    String mediaType,
    Digest digest,
    @Nullable Bytes content,
    Map<String, String> annotations,
    @Nullable Referrer referrer) {
  public Attachment {
    annotations = Map.copyOf(annotations);
  }

  /** A layer that was found by a tag. */
  public Attachment(
      String mediaType, Digest digest, @Nullable Bytes content, Map<String, String> annotations) {
    this(mediaType, digest, content, annotations, null);
  }

  /**
   * A manifest that names the image as its subject.
   *
   * @param manifest its digest, which its bytes were checked against
   * @param artifactType its {@code artifactType}, else its config's media type; empty for neither
   * @param layers how many it has, those that are left out included
   */
  public record Referrer(Digest manifest, String artifactType, int layers) {}
}
