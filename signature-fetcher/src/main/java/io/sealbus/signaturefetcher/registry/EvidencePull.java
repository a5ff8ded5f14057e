package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Looks at several places for one manifest, side by side. What happens at one says nothing about
 * another.
 *
 * @param allowed whether a registry may be contacted; a place names whatever registry its policy
 *     does
 */
public record EvidencePull(EvidenceFetch fetch, Predicate<String> allowed) {
  /**
   * What is attached to the manifest with {@code digest}, at each of {@code places}; of more than
   * {@link PulledEvidence#MAX_PLACES} at the first of them only. Blocks.
   */
  public PulledEvidence pull(RepositoryName repository, Digest digest, Collection<Place> places)
      throws InterruptedException {
    Map<Place, Lookup<PulledPlace>> found =
        at(repository, digest, places, PulledEvidence.MAX_PLACES);
    addForAdmission(found, repository, digest);
    return PulledEvidence.fitting(found);
  }

  /**
   * As {@link #pull}, and where nodes find no signature also at the other places beside the image:
   * what there is instead tells why it is refused. Which places those are depends on nothing but
   * what the registry has, so that looking again finds the same.
   */
  public PulledEvidence explained(
      RepositoryName repository, Digest digest, Collection<Place> places)
      throws InterruptedException {
    Map<Place, Lookup<PulledPlace>> found =
        at(repository, digest, places, PulledEvidence.MAX_PLACES);
    if (PulledEvidence.isUnsigned(found.get(Place.SIGNATURES))) {
      var others = new HashSet<Place>(PulledEvidence.BESIDE);
      others.removeAll(found.keySet());
      found.putAll(at(repository, digest, others, PulledEvidence.MAX_PLACES - found.size()));
    }
    addForAdmission(found, repository, digest);
    return PulledEvidence.fitting(found);
  }

  /** What nodes cannot read for signatures an admission controller may be able to. */
  private void addForAdmission(
      Map<Place, Lookup<PulledPlace>> found, RepositoryName repository, Digest digest) {
    if (found.get(Place.SIGNATURES) instanceof Failed<PulledPlace> failed
        && failed.code() == ReasonCode.ATTACHMENT_INVALID
        && found.size() < PulledEvidence.MAX_PLACES) {
      Place place = Place.signaturesOf(repository.toString());
      if (at(repository, digest, place) instanceof Found<PulledPlace> readable) {
        found.put(place, readable);
      }
    }
  }

  private Map<Place, Lookup<PulledPlace>> at(
      RepositoryName repository, Digest digest, Collection<Place> places, int most)
      throws InterruptedException {
    List<Place> looked =
        places.stream().distinct().sorted(PulledEvidence.ORDER).limit(most).toList();
    Map<Place, Lookup<PulledPlace>> found = new HashMap<>();
    if (looked.size() == 1) {
      Place only = looked.getFirst();
      found.put(only, at(repository, digest, only));
      return found;
    }
    var calls = new ArrayList<Callable<Lookup<PulledPlace>>>();
    looked.forEach(place -> calls.add(() -> at(repository, digest, place)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lookup<PulledPlace>>> lookups = threads.invokeAll(calls);
      for (int i = 0; i < looked.size(); i++) {
        found.put(looked.get(i), lookups.get(i).get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return found;
  }

  private Lookup<PulledPlace> at(RepositoryName repository, Digest digest, Place place) {
    String registry = AttachmentTags.repository(place, repository).orElse(repository).registry();
    return allowed.test(registry)
        ? fetch.fetch(repository, digest, place)
        : Failed.of(ReasonCode.REGISTRY_NOT_ALLOWED, registry + " is not configured");
  }
}
