package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A difference between a registry and what is known of it.
 *
 * @param missed whether some event should have told it; not so where nothing at all was known of
 *     the repository
 */
public record Finding(
    RepositoryName repository,
    Change change,
    @Nullable String tag,
    @Nullable Digest digest,
    boolean missed) {
  /** What is different. */
  public enum Change {
    TAG_NEW,
    TAG_MOVED,
    TAG_GONE,
    MANIFEST_GONE,
    ATTACHMENTS_CHANGED;

    /** Whether something is not there any more. */
    public boolean isGone() {
      return this == TAG_GONE || this == MANIFEST_GONE;
    }
  }

  /** Takes findings; answers when they are durable. */
  public interface Sink {
    void tell(Finding finding) throws InterruptedException;
  }
}
