package io.sealbus.signaturefetcher;

import io.sealbus.signaturefetcher.registry.EvidenceFetch;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.PulledAttachment;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import java.util.List;

/** What the service asks of registries. Every call blocks. */
interface Pulls {
  Lookup<Manifest> resolve(RepositoryName repository, String tag);

  Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest);

  Lookup<List<PulledAttachment>> evidence(RepositoryName repository, Digest digest);

  /** From registries, through {@code client}. */
  static Pulls with(RegistryClient client) {
    var evidence = new EvidenceFetch(client);
    return new Pulls() {
      @Override
      public Lookup<Manifest> resolve(RepositoryName repository, String tag) {
        return client.resolve(repository, tag);
      }

      @Override
      public Lookup<Manifest> pullManifest(RepositoryName repository, Digest digest) {
        return client.pullManifest(repository, digest);
      }

      @Override
      public Lookup<List<PulledAttachment>> evidence(RepositoryName repository, Digest digest) {
        return evidence.fetch(repository, digest);
      }
    };
  }
}
