package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one HTTP request. */
sealed interface Exchange {
  /**
   * A whole answer.
   *
   * @param body at most as many bytes as were allowed
   */
  record Answered(int status, MultiMap headers, Bytes body) implements Exchange {
    /** The header's only value; null where it is missing. A repeated header is a broken answer. */
    @Nullable String header(String name) {
      List<String> values = headers.getAll(name);
      return values.isEmpty() ? null : values.getFirst();
    }

    /** Whether a header that decides something stands there twice. */
    boolean isRepeated(String name) {
      return headers.getAll(name).size() > 1;
    }
  }

  /** The body is longer than allowed; the rest was not read. */
  record TooLarge(int status, long bound) implements Exchange {}

  /**
   * No whole answer.
   *
   * @param retryAfter for how long it is no use to ask again, where that is known
   */
  record Broken(ReasonCode code, String message, @Nullable Duration retryAfter)
      implements Exchange {
    static Broken of(ReasonCode code, String message) {
      return new Broken(code, message, null);
    }
  }
}
