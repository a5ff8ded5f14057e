package io.sealbus.runtime.service;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.bus.TopicAdministration;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.schemas.RecordCodecs;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one process, on one HTTP port. */
public final class ServiceHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceHost.class);
  private static final Duration START_WITHIN = Duration.ofMinutes(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Health health = new Health();
  private final List<RecordSender> senders = new ArrayList<>();
  private final Deque<String> deployments = new ArrayDeque<>();
  private final HttpConfig http;
  private final int port;

  /**
   * Starts {@code services} and returns when all of them are ready.
   *
   * @param progress told what is being done, a few words at a time
   * @throws io.sealbus.runtime.config.ConfigurationException where a setting or a topic is not as
   *     it must be
   */
  public static ServiceHost start(
      List<ServiceDefinition> services,
      Configuration configuration,
      InstantSource clock,
      Consumer<String> progress) {
    var host = new ServiceHost(configuration, services, clock, progress);
    LOG.atInfo().addKeyValue("port", host.port).log("ready");
    return host;
  }

  /** All settings that the host itself and {@code services} know. */
  public static List<ConfigKey<?>> keys(List<ServiceDefinition> services) {
    var keys = new ArrayList<ConfigKey<?>>(BusConfig.KEYS);
    keys.addAll(HttpConfig.KEYS);
    services.forEach(s -> keys.addAll(s.keys()));
    return List.copyOf(keys);
  }

  private ServiceHost(
      Configuration configuration,
      List<ServiceDefinition> services,
      InstantSource clock,
      Consumer<String> progress) {
    http = HttpConfig.from(configuration);
    try {
      BusConfig bus = BusConfig.from(configuration);
      progress.accept("topics");
      TopicAdministration.ensure(bus);
      Router router = Router.router(vertx);
      HealthRoutes.mount(router, health, metrics);
      for (ServiceDefinition service : services) {
        progress.accept(service.name());
        deploy(service, configuration, bus, router, clock);
      }
      progress.accept("http");
      port = listen(router);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void deploy(
      ServiceDefinition service,
      Configuration configuration,
      BusConfig bus,
      Router router,
      InstantSource clock) {
    RecordCodecs codecs = bus.codecs();
    var sender = new RecordSender(bus, codecs, service.name(), clock);
    senders.add(sender);
    var context =
        new ServiceContext(
            bus,
            codecs,
            sender,
            router,
            http.tls() != null && http.tls().clientAuthorities() != null,
            health,
            metrics,
            http.state().resolve(service.name()),
            clock);
    // A service waits for the bus while it starts, which must not hold an event loop.
    var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
    deployments.addFirst(
        await(vertx.deployVerticle(service.create(context, configuration), options), START_WITHIN));
  }

  private int listen(Router router) {
    var options = new HttpServerOptions();
    HttpTls tls = http.tls();
    HttpTls.Material material = tls == null ? null : tls.read();
    if (material != null) {
      material.applyTo(options);
    }
    HttpServer server = vertx.createHttpServer(options).requestHandler(router);
    int taken = await(server.listen(http.port(), http.host()), START_WITHIN).actualPort();
    if (tls != null && material != null) {
      TlsRenewal.watch(vertx, tls, server, material, TlsRenewal.EVERY);
    }
    return taken;
  }

  /** {@code https} where the port speaks TLS, otherwise {@code http}. */
  public String scheme() {
    return http.tls() == null ? "http" : "https";
  }

  /** The port that the process listens on. */
  public int port() {
    return port;
  }

  /** Whether each part of the process is ready. */
  public Health health() {
    return health;
  }

  private static <T> T await(Future<T> future, Duration within) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("not done within " + within.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void stop(Future<?> stopping) {
    try {
      await(stopping, STOP_WITHIN);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("stopped without finishing");
    }
  }

  /**
   * Stops the services, then what they stood on. Work in flight is finished within half a minute.
   */
  @Override
  public void close() {
    // While the port is still open: a service may have something to say to who is connected.
    deployments.forEach(id -> stop(vertx.undeploy(id)));
    deployments.clear();
    stop(vertx.close());
    senders.forEach(RecordSender::close);
    metrics.close();
  }
}
