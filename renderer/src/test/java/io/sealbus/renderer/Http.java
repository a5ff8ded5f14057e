package io.sealbus.renderer;

import io.sealbus.runtime.service.ServiceHost;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A client of one renderer. */
public final class Http {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ServiceHost host;

  public Http(ServiceHost host) {
    this.host = host;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + host.port() + path);
  }

  public HttpResponse<String> get(String path, String... headers) {
    var request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** The status of a path that is no part of a URI. */
  public int rawStatus(String path) {
    try (var socket = new Socket("127.0.0.1", host.port())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public HttpResponse<String> head(String path) {
    return send(HttpRequest.newBuilder(uri(path)).HEAD().build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public JsonObject json(String path) {
    return new JsonObject(get(path).body());
  }
}
