package io.sealbus.verification.openshift;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registries.conf that the controller writes, as containers/image reads it back.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md">containers-registries.conf(5)</a>
 */
final class RegistriesConf {
  private final List<Registry> written;
  private final List<Registry> loaded;

  private RegistriesConf(List<Registry> written, List<Registry> loaded) {
    this.written = written;
    this.loaded = loaded;
  }

  /** Reads what was written. Fails where containers/image would refuse the file. */
  static RegistriesConf load(List<Registry> written) throws SyncFailure {
    var byPrefix = new LinkedHashMap<String, Registry>();
    for (Registry registry : written) {
      String prefix = location(registry.scope());
      var trimmed =
          new Registry(prefix, registry.mirrors(), registry.insecure(), registry.blocked());
      Registry first = byPrefix.putIfAbsent(prefix, trimmed);
      if (first != null) {
        agree(first, trimmed);
      }
    }
    return new RegistriesConf(List.copyOf(written), List.copyOf(byPrefix.values()));
  }

  private static String location(String text) throws SyncFailure {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    String trimmed = text.substring(0, end);
    if (trimmed.startsWith("http://") || trimmed.startsWith("https://")) {
      throw new SyncFailure("invalid location '" + text + "': URI schemes are not supported");
    }
    if (trimmed.isEmpty()) {
      throw new SyncFailure("invalid condition: both location and prefix are unset");
    }
    return trimmed;
  }

  private static void agree(Registry first, Registry second) throws SyncFailure {
    Map<String, Boolean> settings =
        Map.of(
            "insecure", first.insecure() == second.insecure(),
            "blocked", first.blocked() == second.blocked());
    for (String setting : List.of("insecure", "blocked")) {
      if (!settings.getOrDefault(setting, true)) {
        throw new SyncFailure(
            "registry '"
                + first.location()
                + "' is defined multiple times with conflicting '"
                + setting
                + "' setting");
      }
    }
  }

  /** The entries as they were written, in that order. */
  List<Registry> entries() {
    return written;
  }

  /** The entry with the longest scope that matches. */
  Optional<Registry> find(String reference) {
    Registry best = null;
    for (Registry registry : loaded) {
      boolean longer = best == null || registry.scope().length() > best.scope().length();
      if (longer && registry.match(reference) >= 0) {
        best = registry;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The same entries: all else follows from what was written. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistriesConf that && written.equals(that.written);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }
}
