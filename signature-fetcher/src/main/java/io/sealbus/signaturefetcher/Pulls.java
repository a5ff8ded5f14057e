package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.ContentCache;
import io.sealbus.signaturefetcher.registry.EvidenceFetch;
import io.sealbus.signaturefetcher.registry.EvidencePull;
import io.sealbus.signaturefetcher.registry.Lane;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.Set;

/** What the service asks of registries. Every call blocks. */
interface Pulls {
  Lookup<Manifest> resolve(RepositoryName repository, String tag);

  Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest);

  /** What is attached, see {@link EvidencePull#explained}. */
  PulledEvidence evidence(RepositoryName repository, Digest digest, Set<Place> places)
      throws InterruptedException;

  /** The same, asking in {@code lane}. */
  Pulls in(Lane lane);

  /** From registries, through {@code client}; what was fetched by digest is not fetched again. */
  static Pulls with(RegistryClient client, ContentCache cache, AllowedRegistries allowed) {
    var registries = client.keeping(cache);
    var evidence = new EvidencePull(new EvidenceFetch(registries, cache), allowed::allows);
    return new Pulls() {
      @Override
      public Lookup<Manifest> resolve(RepositoryName repository, String tag) {
        return registries.resolve(repository, tag);
      }

      @Override
      public Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest) {
        return registries.pullManifest(repository, digest);
      }

      @Override
      public PulledEvidence evidence(RepositoryName repository, Digest digest, Set<Place> places)
          throws InterruptedException {
        return evidence.explained(repository, digest, places);
      }

      @Override
      public Pulls in(Lane lane) {
        return with(client.in(lane), cache, allowed);
      }
    };
  }
}
