package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.ContentCache;
import io.sealbus.signaturefetcher.registry.EvidenceFetch;
import io.sealbus.signaturefetcher.registry.EvidencePull;
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

  PulledEvidence evidence(RepositoryName repository, Digest digest, Set<Place> places)
      throws InterruptedException;

  /** From registries, through {@code client}. */
  static Pulls with(RegistryClient client, ContentCache cache, AllowedRegistries allowed) {
    var evidence = new EvidencePull(new EvidenceFetch(client, cache), allowed::allows);
    return new Pulls() {
      @Override
      public Lookup<Manifest> resolve(RepositoryName repository, String tag) {
        return kept(repository, client.resolve(repository, tag));
      }

      @Override
      public Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest) {
        return kept(repository, client.pullManifest(repository, digest));
      }

      // Whether an image is there is asked anew each time; what it is made of need not be.
      private Lookup<Manifest> kept(RepositoryName repository, Lookup<Manifest> lookup) {
        if (lookup instanceof Lookup.Found<Manifest>(Manifest manifest)) {
          cache.put(repository, manifest);
        }
        return lookup;
      }

      @Override
      public PulledEvidence evidence(RepositoryName repository, Digest digest, Set<Place> places)
          throws InterruptedException {
        return evidence.pull(repository, digest, places);
      }
    };
  }
}
