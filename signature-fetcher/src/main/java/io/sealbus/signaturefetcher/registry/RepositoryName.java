package io.sealbus.signaturefetcher.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository at a registry, such as {@code registry.example.com:5000} and {@code team/app}. Only
 * names of the distribution project's grammar can be constructed, so that they can be put into a
 * path as they are.
 *
 * @see <a href="https://github.com/distribution/reference/blob/main/reference.go">reference
 *     grammar</a>
 */
public record RepositoryName(String registry, String path) {
  private static final int MAX_LENGTH = 255;
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final String PORT =
      "0{0,4}(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-fA-F:]{2,39}\\])(?::" + PORT + ")?");
  private static final String WORD = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern PATH = Pattern.compile(WORD + "(?:/" + WORD + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  public RepositoryName {
    if (!isRegistry(registry) || !isPath(path)) {
      throw new IllegalArgumentException("not a repository name");
    }
  }

  /** The name, or empty where the texts are not one. Never throws, whatever the texts. */
  public static Optional<RepositoryName> parse(String registry, String path) {
    return isRegistry(registry) && isPath(path)
        ? Optional.of(new RepositoryName(registry, path))
        : Optional.empty();
  }

  /**
   * Whether {@code text} is a registry's host with an optional port. A single label other than
   * {@code localhost} and without a port is not: in a reference it would name a repository of
   * docker.io.
   */
  public static boolean isRegistry(String text) {
    return text.length() <= MAX_LENGTH
        && REGISTRY.matcher(text).matches()
        && (text.equals("localhost") || text.contains(".") || text.contains(":"));
  }

  /** Whether {@code text} is a tag. */
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  private static boolean isPath(String text) {
    return text.length() <= MAX_LENGTH && PATH.matcher(text).matches();
  }

  @Override
  public String toString() {
    return registry + "/" + path;
  }
}
