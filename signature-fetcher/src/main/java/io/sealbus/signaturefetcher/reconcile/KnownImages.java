package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.Collection;
import java.util.Set;

/** What stands on the topics right now, of the repositories that this process sees to. */
public interface KnownImages {
  /** What is known under a name. */
  sealed interface Known {}

  /** There is no record. */
  record Unknown() implements Known {}

  /** The last attempt failed; the next one has its time. */
  record Retrying() implements Known {}

  /**
   * There is a record.
   *
   * @param digest of an image, the manifest's; of evidence, that of its content
   */
  record Recorded(String digest) implements Known {}

  /** The repositories of this process that have records. */
  Collection<RepositoryName> repositories();

  /** Whether the records of {@code repository}, if it has any, are this process's to write. */
  boolean owns(RepositoryName repository);

  /** The tags that have a record. */
  Set<String> tags(RepositoryName repository);

  /** The digests that have a record, as images or as what evidence is about. */
  Set<Digest> manifests(RepositoryName repository);

  /** What {@code tag} stands for. */
  Known image(RepositoryName repository, String tag);

  /** What is attached to {@code manifest}. */
  Known evidence(RepositoryName repository, Digest manifest);

  /** Whether evidence about {@code image} was looked for at {@code place}. */
  boolean isLookedAt(RepositoryName repository, Digest image, Place place);

  /** Whether some of the evidence about {@code image} was found in {@code manifest}. */
  boolean isEvidence(RepositoryName repository, Digest image, Digest manifest);
}
