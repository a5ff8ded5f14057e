package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.ReasonCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking a registry for something. "Not there" and "could not find out" differ. */
public sealed interface Lookup<T> {
  /** The registry has it, and the bytes are what their digest says. */
  record Found<T>(T value) implements Lookup<T> {}

  /** The registry authoritatively does not have it. */
  record NotFound<T>() implements Lookup<T> {}

  /**
   * Nothing may be concluded.
   *
   * @param message a sentence for people; holds no secret, foreign text is escaped and cut short
   * @param retryAfter how long the registry asks to be left alone, where it says so
   */
  record Failed<T>(ReasonCode code, String message, @Nullable Duration retryAfter)
      implements Lookup<T> {
    /** A failure without a wish of the registry. */
    public static <T> Failed<T> of(ReasonCode code, String message) {
      return new Failed<>(code, message, null);
    }

    /** The same failure of a lookup for something else. */
    public <U> Failed<U> cast() {
      return new Failed<>(code, message, retryAfter);
    }
  }
}
