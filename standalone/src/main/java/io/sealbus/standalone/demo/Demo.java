package io.sealbus.standalone.demo;

import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import io.sealbus.standalone.client.Server;
import io.sealbus.standalone.server.Services;
import io.sealbus.standalone.server.Settings;
import io.sealbus.standalone.server.SingleNode;
import io.sealbus.standalone.server.VerdictWatch;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** A node with a registry of its own beside it. */
public final class Demo implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SOURCE = "demo";

  private final DemoRegistry registry;
  private final SingleNode node;
  private List<Shown> shown = List.of();

  private Demo(DemoRegistry registry, SingleNode node) {
    this.registry = registry;
    this.node = node;
  }

  /** Starts both, applies the policies, pushes the images and waits for their verdicts. */
  public static Demo start(Path data, Settings settings, Consumer<String> progress)
      throws InterruptedException {
    progress.accept("registry");
    var registry = new DemoRegistry();
    String secret = new BigInteger(160, new SecureRandom()).toString(36);
    Demo demo = null;
    try {
      Settings own =
          settings
              .with("fetcher.registries", Exhibition.REGISTRY)
              .with("fetcher.registry.addresses", Exhibition.REGISTRY + "=" + registry.address())
              .with("fetcher.registry.plain-http", Exhibition.REGISTRY)
              .with("fetcher.webhook.secrets", SOURCE + "=" + secret)
              .with("fetcher.webhook.registries", SOURCE + "=" + Exhibition.REGISTRY);
      demo =
          new Demo(
              registry,
              SingleNode.start(data, own, Services.all(), InstantSource.system(), progress));
      demo.play(secret, progress);
      return demo;
    } catch (RuntimeException | InterruptedException e) {
      if (demo == null) {
        registry.close();
      } else {
        demo.close();
      }
      throw e;
    }
  }

  private void play(String secret, Consumer<String> progress) throws InterruptedException {
    progress.accept("policies");
    byte[] policies = Exhibition.policies(registry.releaseKeyPem());
    new Policies(new Server(node.url(), null)).apply(List.of(new Documents("policies", policies)));
    progress.accept("images");
    registry.notify(node.url().resolve("/v1/webhooks/distribution/" + SOURCE), secret);
    registry.pushAll();
    progress.accept("verdicts");
    try (var watch = new VerdictWatch(node.bus())) {
      watch.await(() -> shown(watch).stream().allMatch(Shown::asExpected), PATIENCE);
      shown = shown(watch);
    }
  }

  private static List<Shown> shown(VerdictWatch watch) {
    return Exhibition.EXHIBITS.stream().map(e -> Shown.of(e, watch)).toList();
  }

  /** What was decided, as the topic has it. */
  public List<Shown> shown() {
    return shown;
  }

  /** The node. */
  public SingleNode node() {
    return node;
  }

  @Override
  public void close() {
    try {
      node.close();
    } finally {
      registry.close();
    }
  }
}
