package io.sealbus.standalone.demo;

import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import io.sealbus.testkit.Webhook;
import java.net.URI;
import java.util.HashSet;

/** The registry of the demo; its keys are made at each start and kept nowhere. */
final class DemoRegistry implements AutoCloseable {
  private final TestRegistry registry = TestRegistry.start();
  private final TestSigner release = TestSigner.with(TestKey.generate(TestKey.Kind.P256));
  private final TestSigner stranger = TestSigner.with(TestKey.generate(TestKey.Kind.P256));

  /** {@code host:port} where the registry is really reached. */
  String address() {
    return registry.endpointOf(Exhibition.REGISTRY);
  }

  /** The key that the policies name. */
  String releaseKeyPem() {
    return release.key().publicKeyPem();
  }

  /** From now on notifies {@code webhook} as CNCF Distribution does. */
  void notify(URI webhook, String secret) {
    registry.notify(Webhook.to(webhook).header("Authorization", "Bearer " + secret));
  }

  /** Pushes every image with its signature. */
  void pushAll() {
    var pushed = new HashSet<String>();
    for (Exhibit exhibit : Exhibition.EXHIBITS) {
      if (pushed.add(exhibit.repository())) {
        push(exhibit);
      }
    }
  }

  private void push(Exhibit exhibit) {
    Repository repository = registry.host(Exhibition.REGISTRY).repository(exhibit.repository());
    TestImage image = TestImage.of(exhibit.repository());
    image.pushTo(repository, Exhibition.TAG);
    switch (exhibit.signature()) {
      case NONE -> {}
      case RELEASE -> release.signAndAttach(repository, Exhibition.TAG, image);
      case STRANGER -> stranger.signAndAttach(repository, Exhibition.TAG, image);
      case RELEASE_BARE_REPOSITORY ->
          SignatureManifest.of(release.sign(repository.reference(), image))
              .pushTo(repository, image.digest());
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
