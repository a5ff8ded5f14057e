package io.sealbus.standalone.vectors;

import org.jspecify.annotations.Nullable;

/** One case, read and ready to run. */
interface Vector {
  /**
   * Runs the case.
   *
   * @return what differs, or null where nothing does
   * @throws Exception where the case breaks, which is a failure of it
   */
  @Nullable Difference run() throws Exception;

  /** What was expected and what came instead. */
  record Difference(String expected, String actual) {
    /** The difference, or null where there is none. */
    static @Nullable Difference between(Object expected, Object actual) {
      return expected.equals(actual)
          ? null
          : new Difference(String.valueOf(expected), String.valueOf(actual));
    }
  }
}
