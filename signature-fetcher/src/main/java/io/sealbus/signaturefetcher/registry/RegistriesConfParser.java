package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.sealbus.signaturefetcher.registry.RegistriesConf.Entry;
import io.sealbus.signaturefetcher.registry.RegistriesConf.Mirror;
import io.sealbus.signaturefetcher.registry.RegistriesConf.Use;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code registries.conf} and its drop-in files as containers/image v5 does: keys in any
 * case, those it does not know ignored, of two entries with one prefix in one file the first. The
 * old format, version 1, is refused rather than converted: nodes of today do not write it.
 */
public final class RegistriesConfParser {
  /** Most bytes of one file. */
  public static final int MAX_BYTES = 1 << 20;

  private static final TomlMapper MAPPER = new TomlMapper();

  /** What came of reading. */
  public sealed interface Reading {}

  /** The files can be used. */
  public record Loaded(RegistriesConf conf) implements Reading {}

  /** A file cannot be used. */
  public record Refused(ReasonCode code, String message) implements Reading {}

  /** Carries a refusal out of nested reading. */
  private static final class Refusal extends Exception {
    Refusal(String message) {
      super(message);
    }
  }

  private RegistriesConfParser() {}

  /**
   * Reads one file, and then the others over it. Never throws.
   *
   * @param files the main file first, then the drop-in files in the order of their names
   */
  public static Reading read(List<Bytes> files) {
    RegistriesConf conf = RegistriesConf.NONE;
    try {
      for (Bytes file : files) {
        conf = conf.with(entries(file));
      }
      return new Loaded(conf);
    } catch (Refusal e) {
      return new Refused(ReasonCode.REGISTRIES_CONF_INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static List<Entry> entries(Bytes toml) throws Refusal {
    JsonNode root = parse(toml);
    // Version 1 has a table [registries] with search, insecure and block.
    check(!field(root, "registries").isObject(), "registries.conf is in version 1");
    var entries = new LinkedHashMap<String, Entry>();
    var located = new HashMap<String, Entry>();
    for (JsonNode registry : tables(root, "registry")) {
      Entry entry = entry(registry);
      String location = entry.source().location();
      Entry other = located.putIfAbsent(location.isEmpty() ? entry.prefix() : location, entry);
      check(
          other == null
              || other.blocked() == entry.blocked()
                  && other.source().insecure() == entry.source().insecure(),
          "conflicting 'insecure' or 'blocked' for " + ForeignText.quote(location));
      entries.putIfAbsent(entry.prefix(), entry);
    }
    return List.copyOf(entries.values());
  }

  private static JsonNode parse(Bytes toml) throws Refusal {
    check(toml.size() <= MAX_BYTES, "a file of more than " + MAX_BYTES + " bytes");
    try {
      return MAPPER.readTree(StrictJson.utf8(toml));
    } catch (JsonProcessingException e) {
      throw new Refusal("not TOML: " + ForeignText.quote(e.getOriginalMessage()));
    }
  }

  private static Entry entry(JsonNode table) throws Refusal {
    String location = location(table, "location");
    String given = location(table, "prefix");
    String prefix = given.isEmpty() ? location : given;
    boolean wildcard = prefix.startsWith("*.");
    check(!prefix.isEmpty(), "an entry with neither prefix nor location");
    check(
        !location.isEmpty() || wildcard,
        "no location for the prefix " + ForeignText.quote(prefix) + ", which is no *.domain");
    check(
        !wildcard || prefix.chars().noneMatch(c -> "/@:".indexOf(c) >= 0),
        ForeignText.quote(prefix) + " is not of the form *.example.com");
    check(text(table, "pull-from-mirror").isEmpty(), "pull-from-mirror outside of a mirror");
    boolean digestOnly = flag(table, "mirror-by-digest-only");
    var mirrors = new ArrayList<Mirror>();
    for (JsonNode mirror : tables(table, "mirror")) {
      mirrors.add(mirror(mirror, digestOnly));
    }
    return new Entry(
        prefix,
        flag(table, "blocked"),
        new Mirror(location, flag(table, "insecure"), Use.ALL),
        mirrors);
  }

  private static Mirror mirror(JsonNode table, boolean digestOnly) throws Refusal {
    String location = location(table, "location");
    check(!location.isEmpty(), "a mirror without a location");
    String use = text(table, "pull-from-mirror");
    check(
        use.isEmpty() || !digestOnly,
        "mirror-by-digest-only and pull-from-mirror at the same time");
    return new Mirror(
        location,
        flag(table, "insecure"),
        switch (use) {
          case "" -> digestOnly ? Use.DIGEST_ONLY : Use.ALL;
          case "all" -> Use.ALL;
          case "digest-only" -> Use.DIGEST_ONLY;
          case "tag-only" -> Use.TAG_ONLY;
          default -> throw new Refusal("unsupported pull-from-mirror " + ForeignText.quote(use));
        });
  }

  private static String location(JsonNode table, String name) throws Refusal {
    String text = text(table, name);
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    check(
        !text.startsWith("http://") && !text.startsWith("https://"),
        ForeignText.quote(text) + " has a scheme");
    return text.substring(0, end);
  }

  private static String text(JsonNode table, String name) throws Refusal {
    JsonNode value = field(table, name);
    check(value.isMissingNode() || value.isTextual(), name + " is not a string");
    return value.isMissingNode() ? "" : value.asText();
  }

  private static boolean flag(JsonNode table, String name) throws Refusal {
    JsonNode value = field(table, name);
    check(value.isMissingNode() || value.isBoolean(), name + " is neither true nor false");
    return value.asBoolean();
  }

  private static JsonNode tables(JsonNode table, String name) throws Refusal {
    JsonNode value = field(table, name);
    check(value.isMissingNode() || value.isArray(), name + " is not a list of tables");
    for (JsonNode one : value) {
      check(one.isObject(), name + " is not a list of tables");
    }
    return value;
  }

  private static JsonNode field(JsonNode table, String name) throws Refusal {
    JsonNode found = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> member : table.properties()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        check(found.isMissingNode(), name + " stands there twice");
        found = member.getValue();
      }
    }
    return found;
  }

  private static void check(boolean holds, String otherwise) throws Refusal {
    if (!holds) {
      throw new Refusal(otherwise);
    }
  }
}
