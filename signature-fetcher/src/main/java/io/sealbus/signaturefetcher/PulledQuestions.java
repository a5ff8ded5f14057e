package io.sealbus.signaturefetcher;

import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.reconcile.RegistryQuestions;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.NamePage;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.PulledPlace;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comparing asks, asked as the service asks everything else. */
record PulledQuestions(RegistryClient client, Pulls pulls, Demand demand, FetchLedger ledger)
    implements RegistryQuestions {
  private static final Map<Place, FetchFailure> NO_FAILURES = Map.of();

  @Override
  public Lookup<NamePage> tags(RepositoryName repository, @Nullable String page) {
    return client.tags(repository, page);
  }

  @Override
  public Lookup<NamePage> repositories(String registry, @Nullable String page) {
    return client.repositories(registry, page);
  }

  @Override
  public Lookup<Digest> digest(RepositoryName repository, String tagOrDigest) {
    return client.digest(repository, tagOrDigest);
  }

  @Override
  public int evidenceRequests(RepositoryName repository, Digest manifest) {
    return where(demand, ledger, repository, manifest).size();
  }

  @Override
  public Lookup<String> evidenceNow(RepositoryName repository, Digest manifest)
      throws InterruptedException {
    return evidenceNow(pulls, demand, ledger, repository, manifest);
  }

  /**
   * The digest of what is attached, made as that of a record is, where the record was looked for:
   * what policies ask for no more is not different because nobody looks there now.
   */
  static Lookup<String> evidenceNow(
      Pulls pulls, Demand demand, FetchLedger ledger, RepositoryName repository, Digest manifest)
      throws InterruptedException {
    PulledEvidence pulled =
        pulls.evidence(repository, manifest, where(demand, ledger, repository, manifest));
    for (Lookup<PulledPlace> place : pulled.places().values()) {
      if (place instanceof Failed<PulledPlace> failed) {
        return failed.cast();
      }
    }
    return new Found<>(
        EvidenceRecords.of(repository, manifest, pulled, NO_FAILURES, null, Instant.EPOCH)
            .getContentDigest());
  }

  private static Set<Place> where(
      Demand demand, FetchLedger ledger, RepositoryName repository, Digest manifest) {
    Extent extent =
        ledger.extent(
            new FetchLedger.Place(
                TopicCatalogue.EVIDENCE, new Reference.ByDigest(repository, manifest).key()));
    return extent == null
        ? demand.now(repository, manifest)
        : extent.among(demand.reachable(repository, manifest));
  }
}
