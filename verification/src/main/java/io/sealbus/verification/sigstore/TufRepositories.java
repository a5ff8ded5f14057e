package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import java.util.Optional;

/** Who can tell whether a packed TUF repository may be relied upon, which takes a TUF client. */
@FunctionalInterface
public interface TufRepositories {
  /**
   * What keeps a TUF client from being made of a repository, now.
   *
   * @param root the trusted {@code root.json}
   * @param mirror a gzip'd tar of the repository
   * @param targets where targets are, below the repository's root
   * @return the reason in the reference's words where it has some, or empty for none
   */
  Optional<String> fault(Bytes root, Bytes mirror, String targets);
}
