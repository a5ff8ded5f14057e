package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.LinkedHashSet;
import java.util.Set;

/** Where the policies want to have looked for attachments of a manifest. */
interface Demand {
  /** No policy asks for anything. */
  Demand NONE = (repository, digest) -> Set.of();

  /** The places that policies ask for; whether beside the image or not. */
  Set<Place> of(RepositoryName repository, Digest digest);

  /** These and those beside every image, which are looked at whether or not a policy asks. */
  default Set<Place> all(RepositoryName repository, Digest digest) {
    var all = new LinkedHashSet<Place>(PulledEvidence.BESIDE);
    all.addAll(of(repository, digest));
    return all;
  }
}
