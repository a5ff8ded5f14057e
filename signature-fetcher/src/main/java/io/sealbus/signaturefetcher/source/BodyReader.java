package io.sealbus.signaturefetcher.source;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Reads a request's body within a bound of bytes and one of time: who drips a body byte by byte
 * holds the room for it no longer than anybody else.
 */
final class BodyReader {
  private final Vertx vertx;
  private final int maxBytes;
  private final Duration within;

  BodyReader(Vertx vertx, int maxBytes, Duration within) {
    this.vertx = vertx;
    this.maxBytes = maxBytes;
    this.within = within;
  }

  /** Why there is no body. */
  enum Failure {
    TOO_LARGE(413, "BODY_TOO_LARGE", "A notification has at most 1 MiB."),
    TOO_SLOW(408, "BODY_TOO_SLOW", "The body did not come in time.");

    private final int status;
    private final String code;
    private final String detail;

    Failure(int status, String code, String detail) {
      this.status = status;
      this.code = code;
      this.detail = detail;
    }

    int status() {
      return status;
    }

    String code() {
      return code;
    }

    String detail() {
      return detail;
    }
  }

  /** How reading ends without a body. */
  static final class Unread extends Exception {
    private static final long serialVersionUID = 1;
    private final Failure failure;

    Unread(Failure failure) {
      super(failure.code, null, false, false);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  /**
   * The body. To be called on the request's event loop; the request may be paused.
   *
   * @return fails with {@link Unread}, or with what closed the connection
   */
  Future<Buffer> read(HttpServerRequest request) {
    Promise<Buffer> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(within.toMillis(), t -> promise.tryFail(new Unread(Failure.TOO_SLOW)));
    request.handler(some -> {
      if (promise.future().isComplete()) {
        return;
      }
      if (body.length() + some.length() > maxBytes) {
        promise.tryFail(new Unread(Failure.TOO_LARGE));
      } else {
        body.appendBuffer(some);
      }
    });
    request.exceptionHandler(promise::tryFail);
    request.endHandler(end -> promise.tryComplete(body));
    request.resume();
    return promise.future().onComplete(done -> vertx.cancelTimer(timer));
  }
}
