package io.sealbus.renderer.verdict;

import io.sealbus.schemas.Decision;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a request for verdicts. */
record VerdictQuery(VerdictFilter filter, int limit, String after, boolean snapshot) {
  static final Set<String> FOR_LIST =
      Set.of("registry", "repository", "decision", "reason", "namespace", "limit", "after");
  static final Set<String> FOR_STREAM =
      Set.of("registry", "repository", "decision", "reason", "namespace", "snapshot");

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,1024}");
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_]{1,64}");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,3}");

  /** A parameter that cannot be used; the message says what was expected. */
  static final class InvalidParameterException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidParameterException(String message) {
      super(message);
    }
  }

  /** Reads them; an unknown one is an error, for a filter that is misspelt would filter nothing. */
  static VerdictQuery of(MultiMap parameters, Set<String> known) throws InvalidParameterException {
    for (String name : new TreeSet<>(parameters.names())) {
      if (!known.contains(name)) {
        throw new InvalidParameterException(
            "there is a parameter that is not known (known: "
                + String.join(", ", new TreeSet<>(known))
                + ")");
      }
      if (parameters.getAll(name).size() > 1) {
        throw new InvalidParameterException(name + " is given more than once");
      }
    }
    return new VerdictQuery(
        new VerdictFilter(
            text(parameters, "registry", NAME, "host[:port]"),
            text(parameters, "repository", NAME, "path in the registry"),
            decision(parameters.get("decision")),
            text(parameters, "reason", CODE, "reason code"),
            text(parameters, "namespace", NAMESPACE, "name of a namespace")),
        limit(text(parameters, "limit", LIMIT, "1 to " + MAX_LIMIT)),
        orEmpty(text(parameters, "after", NAME, "reference")),
        flag(parameters.get("snapshot")));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String text(
      MultiMap parameters, String name, Pattern legal, String expected)
      throws InvalidParameterException {
    String text = parameters.get(name);
    if (text != null && !legal.matcher(text).matches()) {
      throw new InvalidParameterException(name + " (expected: " + expected + ")");
    }
    return text;
  }

  private static @Nullable String decision(@Nullable String text) throws InvalidParameterException {
    if (text != null && Arrays.stream(Decision.values()).noneMatch(d -> d.name().equals(text))) {
      throw new InvalidParameterException(
          "decision (expected: one of " + Arrays.toString(Decision.values()) + ")");
    }
    return text;
  }

  private static int limit(@Nullable String text) throws InvalidParameterException {
    int limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
    if (limit > MAX_LIMIT) {
      throw new InvalidParameterException("limit (expected: 1 to " + MAX_LIMIT + ")");
    }
    return limit;
  }

  private static boolean flag(@Nullable String text) throws InvalidParameterException {
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw new InvalidParameterException("snapshot (expected: true or false)");
  }
}
