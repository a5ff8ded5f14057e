package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one event an envelope, in order, each until it is taken: one that is not holds up those
 * behind it, as with Distribution. The queue lives in memory and is bounded; beyond that, events
 * are lost, which a receiver has to live with anyway.
 */
final class Notifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final int QUEUE_LIMIT = 100_000;

  private final Webhook webhook;
  private final String source;
  private final String instance = UUID.randomUUID().toString();
  private final LinkedBlockingQueue<ObjectNode> queue = new LinkedBlockingQueue<>(QUEUE_LIMIT);
  private final AtomicInteger undelivered = new AtomicInteger();
  private final HttpClient client;
  private final Thread sender;

  Notifier(Webhook webhook, String source) {
    this.webhook = webhook;
    this.source = source;
    this.client = HttpClient.newBuilder().connectTimeout(webhook.timeout()).build();
    this.sender = Thread.ofVirtual().name("registry-notifications").start(this::run);
  }

  void tell(Change change) {
    undelivered.incrementAndGet();
    if (!queue.offer(event(change))) {
      undelivered.decrementAndGet();
    }
  }

  /** Waits until all that was told has been taken; false if that takes longer. */
  boolean awaitDelivery(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (undelivered.get() > 0) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(5);
    }
    return true;
  }

  private void run() {
    try {
      while (true) {
        ObjectNode envelope = Json.object();
        envelope.putArray("events").add(queue.take());
        byte[] body = envelope.toString().getBytes(StandardCharsets.UTF_8);
        while (!post(body)) {
          Thread.sleep(webhook.retryDelay());
        }
        undelivered.decrementAndGet();
      }
    } catch (InterruptedException e) {
      // The registry is closing.
    }
  }

  private boolean post(byte[] body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(webhook.target())
            .timeout(webhook.timeout())
            .header("Content-Type", webhook.format().mediaType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    webhook.headers().forEach(request::setHeader);
    try {
      int status =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      // Distribution takes a redirect for a delivery, too.
      return status >= 200 && status < 400;
    } catch (IOException e) {
      log.atDebug().addKeyValue("target", webhook.target()).setCause(e).log("Not delivered");
      return false;
    }
  }

  private ObjectNode event(Change change) {
    ObjectNode event =
        Json.object()
            .put("id", UUID.randomUUID().toString())
            .put("timestamp", Instant.now().toString())
            .put("action", change.action());
    event.set("target", target(change));
    Change.Origin origin = change.origin();
    event
        .putObject("request")
        .put("id", UUID.randomUUID().toString())
        .put("addr", origin.address())
        .put("host", origin.host())
        .put("method", origin.method())
        .put("useragent", origin.userAgent());
    event.putObject("actor");
    event.putObject("source").put("addr", source).put("instanceID", instance);
    return event;
  }

  private static ObjectNode target(Change change) {
    ObjectNode target = Json.object();
    Content content = change.content();
    String digest = change.digest();
    if (content != null) {
      target
          .put("mediaType", content.mediaType())
          .put("size", content.size())
          .put("length", content.size());
    }
    if (digest != null) {
      target.put("digest", digest);
    }
    target.put("repository", change.repository());
    if (content != null && digest != null) {
      String kind = content.mediaType().equals(Change.BLOB) ? "blobs" : "manifests";
      target.put(
          "url",
          "http://%s/v2/%s/%s/%s"
              .formatted(change.origin().host(), change.repository(), kind, digest));
    }
    if (change.tag() != null) {
      target.put("tag", change.tag());
    }
    return target;
  }

  @Override
  public void close() {
    sender.interrupt();
    client.shutdownNow();
  }
}
