package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.ReasonCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where images are really pulled from, as a node's {@code registries.conf} version 2 says. The
 * entry with the longest prefix counts, whatever their order.
 *
 * @param entries one for each prefix
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md">containers-registries.conf</a>
 */
public record RegistriesConf(List<Entry> entries) {
  /** Every image is pulled from where its name says. */
  public static final RegistriesConf NONE = new RegistriesConf(List.of());

  private static final String DOCKER = "docker.io";

  /** For which pulls a mirror is asked. */
  public enum Use {
    ALL,
    DIGEST_ONLY,
    TAG_ONLY
  }

  /**
   * A place that takes the prefix's part.
   *
   * @param location empty for the name as it is
   * @param insecure whether its certificate is not checked, and TLS may be missing
   */
  public record Mirror(String location, boolean insecure, Use use) {}

  /**
   * What holds at and below a prefix.
   *
   * @param prefix a host, a host and the beginning of a path, or {@code *.} and a domain
   * @param blocked whether nothing is pulled from there; mirrors of it are asked all the same
   * @param source the prefix's own place, asked after all mirrors
   */
  public record Entry(String prefix, boolean blocked, Mirror source, List<Mirror> mirrors) {
    public Entry {
      mirrors = List.copyOf(mirrors);
    }

    /** How much of {@code name} the prefix stands for; below 0 where it is about another. */
    private int matched(String name) {
      boolean wildcard = prefix.startsWith("*.");
      String text = wildcard ? prefix.substring(1) : prefix;
      // Nodes look at the first occurrence only.
      int at = wildcard ? name.indexOf(text) : name.startsWith(text) ? 0 : -1;
      int end = at + text.length();
      boolean below =
          at >= 0
              && name.lastIndexOf('/', at) < 0
              && (end == name.length() || ":/@".indexOf(name.charAt(end)) >= 0);
      return below ? end : -1;
    }
  }

  /** Where to ask. */
  public sealed interface PullPlace {
    /**
     * This repository.
     *
     * @param insecure whether its certificate is not checked, and TLS may be missing
     */
    record At(RepositoryName repository, boolean insecure) implements PullPlace {}

    /** Nowhere, and why. */
    record Nowhere(ReasonCode code, String message) implements PullPlace {}
  }

  public RegistriesConf {
    entries = entries.stream().sorted(Comparator.comparing(Entry::prefix)).toList();
  }

  /** What leads to this very place. */
  static RegistriesConf only(PullPlace.At at) {
    String name = at.repository().toString();
    var itself = new Mirror(name, at.insecure(), Use.ALL);
    return new RegistriesConf(List.of(new Entry(name, false, itself, List.of())));
  }

  /**
   * Where images of {@code repository} are asked for, in this order; never empty. The last one is
   * the place that the name itself stands for.
   *
   * @param byDigest whether the image is asked for by its digest
   */
  public List<PullPlace> places(RepositoryName repository, boolean byDigest) {
    Entry entry = find(repository.toString());
    if (entry == null) {
      return List.of(new PullPlace.At(repository, false));
    }
    var places = new ArrayList<PullPlace>();
    Use other = byDigest ? Use.TAG_ONLY : Use.DIGEST_ONLY;
    for (Mirror mirror : entry.mirrors) {
      if (mirror.use != other) {
        places.add(place(repository, entry, mirror));
      }
    }
    places.add(place(repository, entry, entry.source));
    return List.copyOf(places);
  }

  private PullPlace place(RepositoryName repository, Entry entry, Mirror mirror) {
    String name = repository.toString();
    String rest = name.substring(entry.matched(name));
    String rewritten = mirror.location.isEmpty() ? name : mirror.location + rest;
    int slash = rewritten.indexOf('/');
    return RepositoryName.parse(
            rewritten.substring(0, Math.max(0, slash)), rewritten.substring(slash + 1))
        .filter(RegistriesConf::isCanonical)
        .map(at -> guarded(at, mirror))
        .orElseGet(() ->
            new PullPlace.Nowhere(
                ReasonCode.REGISTRIES_CONF_INVALID,
                "registries.conf makes " + ForeignText.quote(rewritten) + " of " + name));
  }

  /** A place may be blocked under its own name, though it is asked for under another. */
  private PullPlace guarded(RepositoryName at, Mirror mirror) {
    Entry own = find(at.toString());
    return own != null && own.blocked
        ? new PullPlace.Nowhere(
            ReasonCode.REGISTRY_BLOCKED, "registries.conf blocks " + ForeignText.quote(own.prefix))
        : new PullPlace.At(at, mirror.insecure);
  }

  /** Nodes take no other spelling of Docker's registry here than the full one. */
  private static boolean isCanonical(RepositoryName name) {
    return !name.registry().equals("index.docker.io")
        && !(name.registry().equals(DOCKER) && name.path().indexOf('/') < 0);
  }

  private @Nullable Entry find(String name) {
    Entry longest = null;
    for (Entry entry : entries) {
      boolean longer = longest == null || entry.prefix.length() > longest.prefix.length();
      if (longer && entry.matched(name) >= 0) {
        longest = entry;
      }
    }
    return longest;
  }

  /** With what a drop-in file says; an entry of it replaces the one with the same prefix. */
  RegistriesConf with(Collection<Entry> dropIn) {
    var merged = new TreeMap<String, Entry>();
    entries.forEach(entry -> merged.put(entry.prefix, entry));
    dropIn.forEach(entry -> merged.put(entry.prefix, entry));
    return new RegistriesConf(List.copyOf(merged.values()));
  }
}
