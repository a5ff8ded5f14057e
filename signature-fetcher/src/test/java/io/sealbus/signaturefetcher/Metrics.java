package io.sealbus.signaturefetcher;

import io.sealbus.runtime.service.ServiceHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a host tells whoever scrapes it. */
final class Metrics {
  private Metrics() {}

  static String of(ServiceHost host) {
    URI metrics = URI.create("http://127.0.0.1:" + host.port() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
