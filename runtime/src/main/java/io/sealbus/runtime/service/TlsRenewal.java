package io.sealbus.runtime.service;

import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.runtime.service.HttpTls.Material;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over new certificates and authorities while the port stays open. What cannot be used is
 * said once and what was in force stays; connections that stand are not asked again.
 */
final class TlsRenewal {
  /** How long a change may go unnoticed. */
  static final Duration EVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);

  private final HttpTls files;
  private final HttpServer server;
  private Material inForce;
  private String refused = "";

  private TlsRenewal(HttpTls files, HttpServer server, Material inForce) {
    this.files = files;
    this.server = server;
    this.inForce = inForce;
  }

  /** Looks at the files from now on, until {@code vertx} is closed. */
  static void watch(
      Vertx vertx, HttpTls files, HttpServer server, Material inForce, Duration every) {
    var renewal = new TlsRenewal(files, server, inForce);
    vertx.setPeriodic(
        every.toMillis(),
        tick ->
            vertx.executeBlocking(() -> {
              renewal.look();
              return null;
            }));
  }

  private synchronized void look() {
    try {
      Material now = files.read();
      refused = "";
      if (!now.equals(inForce)) {
        inForce = now;
        server
            .updateSSLOptions(now.options())
            .onSuccess(done -> LOG.atInfo().log("new TLS certificates are in force"))
            .onFailure(e -> LOG.atError().setCause(e).log("new TLS certificates are not in force"));
      }
    } catch (ConfigurationException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(refused)) {
        refused = why;
        LOG.atError().log("new TLS certificates are not taken over: {}", why);
      }
    }
  }
}
