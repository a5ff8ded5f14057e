package io.sealbus.signaturefetcher;

import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.reconcile.KnownImages;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the ledger knows, as comparing wants to know it. */
final class LedgerImages implements KnownImages {
  private final FetchLedger ledger;
  private final Demand demand;
  private final AllowedRegistries allowed;
  private final ToIntFunction<String> partition;

  /**
   * A view.
   *
   * @param partition that the records of a repository are on
   */
  LedgerImages(
      FetchLedger ledger,
      Demand demand,
      AllowedRegistries allowed,
      ToIntFunction<String> partition) {
    this.ledger = ledger;
    this.demand = demand;
    this.allowed = allowed;
    this.partition = partition;
  }

  @Override
  public Collection<RepositoryName> repositories() {
    return ledger.repositories().stream()
        .flatMap(name -> {
          int slash = name.indexOf('/');
          return RepositoryName.parse(name.substring(0, slash), name.substring(slash + 1)).stream();
        })
        .filter(name -> allowed.allows(name.registry()))
        .toList();
  }

  @Override
  public boolean owns(RepositoryName repository) {
    return allowed.allows(repository.registry())
        && ledger.isReplayed(partition.applyAsInt(repository.toString()));
  }

  @Override
  public Set<String> tags(RepositoryName repository) {
    return ledger.references(repository.toString()).stream()
        .flatMap(key -> Reference.parse(key).stream())
        .filter(Reference.ByTag.class::isInstance)
        .map(reference -> ((Reference.ByTag) reference).tag())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Set<Digest> manifests(RepositoryName repository) {
    String name = repository.toString();
    return Stream.concat(ledger.references(name).stream(), ledger.evidence(name).stream())
        .flatMap(key -> Reference.parse(key).stream())
        .filter(Reference.ByDigest.class::isInstance)
        .map(reference -> ((Reference.ByDigest) reference).digest())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Known image(RepositoryName repository, String tag) {
    return known(
        new FetchLedger.Place(TopicCatalogue.IMAGES, new Reference.ByTag(repository, tag).key()));
  }

  @Override
  public Known evidence(RepositoryName repository, Digest manifest) {
    FetchLedger.Place place = place(repository, manifest);
    Known known = known(place);
    Extent extent = ledger.extent(place);
    // What is to be fetched again anyway is not compared: it reaches less far than a look now.
    return known instanceof Recorded
            && (extent == null
                || !extent.covers(demand.wanted(repository, manifest))
                || extent.isBeyond(demand.tolerated(repository, manifest)))
        ? new Retrying()
        : known;
  }

  @Override
  public boolean isEvidence(RepositoryName repository, Digest image, Digest manifest) {
    Extent extent = ledger.extent(place(repository, image));
    return extent != null && extent.manifests().contains(Extent.id(manifest));
  }

  @Override
  public boolean isLookedAt(RepositoryName repository, Digest image, Place place) {
    Extent extent = ledger.extent(place(repository, image));
    return extent != null && extent.covers(Set.of(place));
  }

  private static FetchLedger.Place place(RepositoryName repository, Digest manifest) {
    return new FetchLedger.Place(
        TopicCatalogue.EVIDENCE, new Reference.ByDigest(repository, manifest).key());
  }

  private Known known(FetchLedger.Place place) {
    if (ledger.attempts(place) > 0) {
      return new Retrying();
    }
    String digest = ledger.digest(place);
    return digest == null ? new Unknown() : new Recorded(digest);
  }
}
