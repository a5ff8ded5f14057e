package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.verification.Bytes;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Google Artifact Registry through a push subscription of Pub/Sub. Digest and tag are whole
 * references, of which either may be missing.
 *
 * @see <a href="https://cloud.google.com/artifact-registry/docs/configure-notifications">Artifact
 *     Registry, Configure Pub/Sub notifications</a>
 */
final class GoogleAdapter implements Adapter {
  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    Fields message = Fields.parse(delivery.body()).object("message");
    Fields data = Fields.parse(data(message.require("data")));
    ImageAction action =
        switch (data.require("action")) {
          case "INSERT" -> ImageAction.PUSH;
          case "DELETE" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN) {
      return List.of(new Unrelated());
    }
    PullReference byDigest = reference(data.text("digest"));
    PullReference byTag = reference(data.text("tag"));
    PullReference one = byDigest == null ? byTag : byDigest;
    if (one == null) {
      throw new UnusableException("neither digest nor tag");
    }
    if (byTag != null && !one.where().equals(byTag.where())) {
      throw new UnusableException("digest and tag are of two repositories");
    }
    return List.of(
        new Changed(
            message.text("messageId"),
            action,
            one.where(),
            What.of(
                byTag == null ? null : byTag.tag(), byDigest == null ? null : byDigest.digest()),
            Fields.time(message.text("publishTime"))));
  }

  private static Bytes data(String base64) throws UnusableException {
    try {
      return Bytes.copyOf(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new UnusableException("data is not base64");
    }
  }

  private static @Nullable PullReference reference(@Nullable String text) throws UnusableException {
    return text == null
        ? null
        : PullReference.parse(text)
            .orElseThrow(() -> new UnusableException("a reference without registry and path"));
  }
}
