package io.sealbus.policyingest;

import io.sealbus.policyingest.trust.TrustRootResolver;
import io.sealbus.runtime.bus.TopicFollower;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.http.Secrets;
import io.sealbus.runtime.service.ServiceContext;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.verification.language.PolicyLanguages;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes policies over HTTP and from a watched directory, admits and normalises them, and writes
 * them to the {@code policies} topic, which it follows itself to know what stands there.
 */
public final class PolicyIngestService extends VerticleBase {
  private static final String NAME = "policy-ingest";

  /** For the host. */
  public static final ServiceDefinition DEFINITION = new Definition();

  private final ServiceContext context;
  private final PolicyIngestConfig config;
  private final PolicyTable table;
  private final TopicFollower follower;
  private final PolicyWriter writer;
  private final IngestMetrics metrics;
  private @Nullable DirectoryWatch watch;
  private @Nullable TrustRootRefresh refresh;

  private PolicyIngestService(ServiceContext context, PolicyIngestConfig config) {
    this.context = context;
    this.config = config;
    this.table = new PolicyTable(context.codecs().codec(TopicCatalogue.POLICIES));
    this.follower =
        new TopicFollower(
            context.bus(),
            TopicCatalogue.POLICIES,
            context.bus().names().prefix() + "." + NAME,
            Map.of(),
            table);
    this.writer =
        new PolicyWriter(
            table,
            PolicyLog.on(context.sender(), context.codecs()),
            kinds(context, config),
            context.clock(),
            !config.directory().isEmpty());
    this.metrics = new IngestMetrics(context.metrics(), table);
  }

  private static PolicyKinds kinds(ServiceContext context, PolicyIngestConfig config) {
    Path trust = config.trustDirectory().isEmpty() ? null : config.trustDirectory().getFirst();
    var sigstore =
        new SigstoreKinds(
            config.controllerNamespace(),
            PolicyLanguages::compile,
            new RemoteTextFetch(config.textHosts()),
            new TrustRootResolver(context.clock(), trust));
    return new PolicyKinds(sigstore, config.controllerNamespace());
  }

  @Override
  public Future<?> start() {
    var caughtUp = follower.start().caughtUp();
    context.health().add(NAME, () -> caughtUp.isDone() && !caughtUp.isCompletedExceptionally());
    return Future.fromCompletionStage(caughtUp, vertx.getOrCreateContext())
        .onSuccess(done -> takePolicies());
  }

  private void takePolicies() {
    new PolicyRoutes(table, writer, new Secrets(config.tokens()), metrics).mount(context.router());
    for (Path directory : config.directory()) {
      var started = new DirectoryWatch(directory, config.poll(), table, writer, metrics);
      context.health().add(NAME + ".directory", started::hasLooked);
      context.health().describe(NAME + ".directory", started::findings);
      watch = started.start();
    }
    refresh = new TrustRootRefresh(writer, config.trustRefresh()).start();
  }

  @Override
  public Future<?> stop() {
    if (watch != null) {
      watch.close();
    }
    if (refresh != null) {
      refresh.close();
    }
    follower.close();
    return Future.succeededFuture();
  }

  private static final class Definition implements ServiceDefinition {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<ConfigKey<?>> keys() {
      return PolicyIngestConfig.KEYS;
    }

    @Override
    public VerticleBase create(ServiceContext context, Configuration configuration) {
      return new PolicyIngestService(context, PolicyIngestConfig.from(configuration));
    }
  }
}
