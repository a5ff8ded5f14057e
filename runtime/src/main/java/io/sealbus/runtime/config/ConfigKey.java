package io.sealbus.runtime.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One setting. {@code docs/config.md} is printed from these.
 *
 * @param name the key, such as {@code bus.bootstrap.servers}
 * @param defaultValue text used where the key is absent
 * @param expected what a legal value looks like, for messages and the page
 * @param about what it does
 * @param secret whether the value must never be printed
 * @param parser text to value; throws {@link IllegalArgumentException} on a bad text
 */
public record ConfigKey<T>(
    String name,
    String defaultValue,
    String expected,
    String about,
    boolean secret,
    Function<String, T> parser) {

  /** Any text. */
  public static ConfigKey<String> text(String name, String defaultValue, String about) {
    return new ConfigKey<>(name, defaultValue, "text", about, false, text -> text);
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public static ConfigKey<Integer> integer(
      String name, int defaultValue, int min, int max, String about) {
    String expected = "whole number from " + min + " to " + max;
    return new ConfigKey<>(
        name,
        Integer.toString(defaultValue),
        expected,
        about,
        false,
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException(expected);
          }
          return value;
        });
  }

  /** A positive ISO-8601 duration. */
  public static ConfigKey<Duration> duration(String name, Duration defaultValue, String about) {
    return new ConfigKey<>(
        name,
        defaultValue.toString(),
        "duration such as PT30S",
        about,
        false,
        ConfigKey::positiveDuration);
  }

  /** {@code true} or {@code false}. */
  public static ConfigKey<Boolean> flag(String name, boolean defaultValue, String about) {
    return new ConfigKey<>(
        name, Boolean.toString(defaultValue), "true or false", about, false, ConfigKey::flagValue);
  }

  /** Texts separated by commas; empty for none. */
  public static ConfigKey<List<String>> list(String name, String defaultValue, String about) {
    return new ConfigKey<>(
        name, defaultValue, "comma-separated list", about, false, ConfigKey::split);
  }

  /** Secrets separated by commas; empty for none. */
  public static ConfigKey<List<String>> secrets(String name, String about) {
    return new ConfigKey<>(name, "", "comma-separated list", about, true, ConfigKey::split);
  }

  /** An absolute http or https URL; empty for none. */
  public static ConfigKey<List<URI>> url(String name, String about) {
    return new ConfigKey<>(name, "", "http(s) URL or empty", about, false, ConfigKey::urls);
  }

  /** A path; empty for none. */
  public static ConfigKey<List<Path>> path(String name, String defaultValue, String about) {
    return new ConfigKey<>(name, defaultValue, "path or empty", about, false, ConfigKey::paths);
  }

  private static Duration positiveDuration(String text) {
    try {
      Duration value = Duration.parse(text);
      if (value.isPositive()) {
        return value;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
    throw new IllegalArgumentException("not positive");
  }

  private static Boolean flagValue(String text) {
    return switch (text) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }

  private static List<URI> urls(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return List.of(uri);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
    throw new IllegalArgumentException(text);
  }

  private static List<Path> paths(String text) {
    try {
      return text.isEmpty() ? List.of() : List.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
