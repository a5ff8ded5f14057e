package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.NamePage;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import org.jspecify.annotations.Nullable;

/** What is asked of registries. Every call blocks. */
public interface RegistryQuestions {
  /** A page of tags; null for the first one. */
  Lookup<NamePage> tags(RepositoryName repository, @Nullable String page);

  /** A page of the registry's repositories; null for the first one. */
  Lookup<NamePage> repositories(String registry, @Nullable String page);

  /** The digest that a tag, or a digest, has right now. */
  Lookup<Digest> digest(RepositoryName repository, String tagOrDigest);

  /** The requests that {@link #evidenceNow} makes where nothing has changed, about. */
  int evidenceRequests(RepositoryName repository, Digest manifest);

  /** The digest of what is attached to {@code manifest} now, as {@link KnownImages} has it. */
  Lookup<String> evidenceNow(RepositoryName repository, Digest manifest)
      throws InterruptedException;
}
