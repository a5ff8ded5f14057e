package io.sealbus.signaturefetcher;

import io.sealbus.schemas.Repositories;
import io.sealbus.signaturefetcher.registry.AttachmentTags;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import java.util.Optional;

/** A key of the {@code images} topic: a tag or a digest in a repository. */
sealed interface Reference {
  RepositoryName repository();

  /** The topic's key. */
  String key();

  /** By tag. */
  record ByTag(RepositoryName repository, String tag) implements Reference {
    @Override
    public String key() {
      return repository + ":" + tag;
    }

    /** Whether what the tag names is attached to an image, and is none itself. */
    boolean isAttached() {
      return AttachmentTags.isAttached(tag);
    }

    /** The digest whose evidence the tag holds, if it is such a tag. */
    Optional<Digest> about() {
      return AttachmentTags.about(tag);
    }
  }

  /** By digest. */
  record ByDigest(RepositoryName repository, Digest digest) implements Reference {
    @Override
    public String key() {
      return repository + "@" + digest;
    }
  }

  /** The reference in a key, or empty where it is none. */
  static Optional<Reference> parse(String key) {
    String name = Repositories.of(key);
    int slash = name.indexOf('/');
    if (slash < 0 || key.length() == name.length()) {
      return Optional.empty();
    }
    String rest = key.substring(name.length() + 1);
    Optional<RepositoryName> repository =
        RepositoryName.parse(name.substring(0, slash), name.substring(slash + 1));
    if (key.charAt(name.length()) == '@') {
      return repository.flatMap(r -> Digest.parse(rest).map(d -> new ByDigest(r, d)));
    }
    return repository.filter(r -> RepositoryName.isTag(rest)).map(r -> new ByTag(r, rest));
  }
}
