package io.sealbus.bench;

import java.util.List;

/**
 * What can be asked for by name.
 *
 * @param name as on the command line
 * @param body does the work
 * @param options of the JVM that it gets to itself
 */
record Part(String name, Body body, List<String> options) {
  /** Measures, and leaves figures with {@link Run#record}. */
  interface Body {
    void run(Run run) throws Exception;
  }

  static Part of(String name, Body body, String... options) {
    return new Part(name, body, List.of(options));
  }
}
