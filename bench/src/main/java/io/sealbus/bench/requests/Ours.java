package io.sealbus.bench.requests;

import io.sealbus.bench.Measurement;
import io.sealbus.signaturefetcher.registry.ContentCache;
import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.EvidenceFetch;
import io.sealbus.signaturefetcher.registry.EvidencePull;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Manifest;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.evidence.Place;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * Asks as signature-fetcher does: the tag, then the places, through one client and one cache for
 * all images. It knows nothing at first.
 */
final class Ours implements Inquirer, AutoCloseable {
  private static final long CACHE_BYTES = 64 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final SignedImages images;
  private final Nodes nodes;
  private final Set<Place> places;
  private final RegistryClient client;
  private final EvidencePull evidence;

  /** Looks for attachments at {@code places}. */
  Ours(SignedImages images, Nodes nodes, Set<Place> places) {
    this.images = images;
    this.nodes = nodes;
    this.places = places;
    var cache = new ContentCache(CACHE_BYTES);
    var settings =
        new RegistrySettings(Map.of(), Set.of(images.address()), Map.of(), RegistryLimits.DEFAULTS);
    this.client =
        new RegistryClient(vertx, settings, CredentialsFile.NONE, InstantSource.system())
            .keeping(cache);
    this.evidence = new EvidencePull(new EvidenceFetch(client, cache), registry -> true);
  }

  @Override
  public String subject() {
    return Measurement.SEALBUS;
  }

  @Override
  public boolean letsIn(String reference) throws InterruptedException {
    RepositoryName repository = images.repository(reference);
    if (client.resolve(repository, SignedImages.TAG)
        instanceof Lookup.Found<Manifest>(Manifest manifest)) {
      var pulled = evidence.explained(repository, manifest.digest(), places);
      return nodes.letIn(reference, manifest, pulled.attached());
    }
    throw new IllegalStateException("not pulled: " + reference);
  }

  @Override
  public void close() {
    client.close();
    vertx.close().await();
  }
}
