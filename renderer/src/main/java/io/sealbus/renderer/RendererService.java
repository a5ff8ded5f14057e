package io.sealbus.renderer;

import io.sealbus.renderer.node.NodeFiles;
import io.sealbus.renderer.verdict.Verdicts;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceContext;
import io.sealbus.runtime.service.ServiceDefinition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Renders policies to the nodes' files and their status, and answers for them and for verdicts over
 * HTTP. The two parts share nothing but the process.
 */
public final class RendererService extends VerticleBase {
  private static final String NAME = "renderer";

  /** A table that takes longer to fill goes on filling; health tells that it is not complete. */
  private static final Duration WAIT_FOR_VERDICTS = Duration.ofSeconds(30);

  /** For the host. */
  public static final ServiceDefinition DEFINITION = new Definition();

  private final ServiceContext context;
  private final RendererConfig config;
  private @Nullable NodeFiles nodeFiles;
  private @Nullable Verdicts verdicts;

  private RendererService(ServiceContext context, RendererConfig config) {
    this.context = context;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    var files = new NodeFiles(NAME, context, config.directory(), config.debounce());
    nodeFiles = files;
    var table = new Verdicts(NAME, context, config.databaseOr(context.state()), config.streams());
    verdicts = table;
    CompletableFuture<Void> filled =
        table.start().completeOnTimeout(null, WAIT_FOR_VERDICTS.toMillis(), TimeUnit.MILLISECONDS);
    return Future.fromCompletionStage(
        CompletableFuture.allOf(files.start(), filled), vertx.getOrCreateContext());
  }

  @Override
  public Future<?> stop() {
    if (nodeFiles != null) {
      nodeFiles.close();
    }
    if (verdicts != null) {
      verdicts.close();
    }
    return Future.succeededFuture();
  }

  private static final class Definition implements ServiceDefinition {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<ConfigKey<?>> keys() {
      return RendererConfig.KEYS;
    }

    @Override
    public VerticleBase create(ServiceContext context, Configuration configuration) {
      return new RendererService(context, RendererConfig.from(configuration));
    }
  }
}
