package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.HashSet;
import java.util.Set;

/** Where the policies want to have looked for attachments of a manifest. */
interface Demand {
  /** No policy asks for anything. */
  Demand NONE = (repository, digest) -> Set.of();

  /** The places that policies ask for, whether beside the image or not. */
  Set<Place> of(RepositoryName repository, Digest digest);

  /** Whether the policies are known, so that what none of them asks for can be left out. */
  default boolean isKnown() {
    return true;
  }

  /** What a record has to reach: these, and the nodes' own place whether or not a policy asks. */
  default Set<Place> wanted(RepositoryName repository, Digest digest) {
    var wanted = new HashSet<Place>(of(repository, digest));
    wanted.add(Place.SIGNATURES);
    return wanted;
  }

  /** All that a record may reach: what is wanted, and what explains where there is no signature. */
  default Set<Place> reachable(RepositoryName repository, Digest digest) {
    Set<Place> reachable = wanted(repository, digest);
    reachable.addAll(PulledEvidence.BESIDE);
    return reachable;
  }

  /** Beyond that, what is read anew where nodes cannot read it. */
  default Set<Place> tolerated(RepositoryName repository, Digest digest) {
    Set<Place> tolerated = reachable(repository, digest);
    tolerated.add(Place.signaturesOf(repository.toString()));
    return tolerated;
  }

  /** Where a fetch that begins now looks: while nobody knows the policies, wherever one may ask. */
  default Set<Place> now(RepositoryName repository, Digest digest) {
    return isKnown() ? wanted(repository, digest) : reachable(repository, digest);
  }

  /** The same with all that is beside an image always wanted, for policies that are not known. */
  default Demand everywhere() {
    Demand named = this;
    return new Demand() {
      @Override
      public Set<Place> of(RepositoryName repository, Digest digest) {
        return named.reachable(repository, digest);
      }

      @Override
      public boolean isKnown() {
        return named.isKnown();
      }
    };
  }
}
