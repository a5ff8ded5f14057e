package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of an image event may be. It holds for all of them, whether a webhook or anyone's
 * producer brought them.
 */
public final class EventGrammar {
  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final Pattern TYPE = Pattern.compile("[\\x20-\\x7e]{1,255}");

  private EventGrammar() {}

  /**
   * The repository that {@code event} is about; empty where one of its texts is not what it has to
   * be, or where it names nothing to look up.
   */
  public static Optional<RepositoryName> repository(ImageEventRecord event) {
    String tag = event.getTag();
    String digest = event.getDigest();
    boolean legible =
        isWord(event.getId())
            && isWord(event.getSource())
            && (tag == null || RepositoryName.isTag(tag))
            && isDigest(digest)
            && isDigest(event.getSubject())
            && isDigest(event.getBodyDigest())
            && isType(event.getMediaType())
            && isType(event.getArtifactType())
            && (tag != null || digest != null || event.getAction() == ImageAction.DELETE);
    return legible
        ? RepositoryName.parse(event.getRegistry(), event.getRepository())
        : Optional.empty();
  }

  /** Whether {@code text} can be an event's id. */
  static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  /** The media type; null where it is none. */
  static @Nullable String type(@Nullable String text) {
    return isType(text) ? text : null;
  }

  private static boolean isType(@Nullable String text) {
    return text == null || TYPE.matcher(text).matches();
  }

  private static boolean isDigest(@Nullable String text) {
    return text == null || Digest.parse(text).isPresent();
  }
}
