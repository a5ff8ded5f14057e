package io.sealbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One logical registry of a {@link TestRegistry}, such as {@code registry.example.com}. */
public final class RegistryHost {
  private final String name;
  private final Consumer<Change> listener;
  private final Map<String, Repository> repositories = new ConcurrentHashMap<>();
  private volatile @Nullable Access access;
  private volatile @Nullable Boolean referrersApi;
  private volatile int referrersPerPage = Integer.MAX_VALUE;
  private volatile int namesPerPage = Integer.MAX_VALUE;

  RegistryHost(String name, Consumer<Change> listener) {
    this.name = name;
    this.listener = listener;
  }

  /** {@code host} or {@code host:port}, as references to images begin. */
  public String name() {
    return name;
  }

  /** The repository, made if it is not there. */
  public Repository repository(String repository) {
    return repositories.computeIfAbsent(
        repository, missing -> new Repository(name, missing, listener));
  }

  /** The repository, if something was pushed to it or loaded. */
  Optional<Repository> existing(String repository) {
    return Optional.ofNullable(repositories.get(repository));
  }

  /** What this host asks of a client, instead of what the registry asks elsewhere. */
  public RegistryHost protect(Access newAccess) {
    this.access = newAccess;
    return this;
  }

  @Nullable Access access() {
    return access;
  }

  /** Whether {@code /referrers/} is there at this host, whatever it is elsewhere. */
  public RegistryHost referrersApi(boolean supported) {
    this.referrersApi = supported;
    return this;
  }

  boolean hasReferrersApi(boolean elsewhere) {
    Boolean own = referrersApi;
    return own == null ? elsewhere : own;
  }

  /** How many referrers are listed at once; the rest follows on further pages. */
  public RegistryHost referrersPerPage(int most) {
    this.referrersPerPage = most;
    return this;
  }

  int referrersPerPage() {
    return referrersPerPage;
  }

  /** How many tags or repositories are listed at once, whatever {@code n} says. */
  public RegistryHost namesPerPage(int most) {
    this.namesPerPage = most;
    return this;
  }

  int namesPerPage() {
    return namesPerPage;
  }

  /** The names of its repositories, sorted. */
  List<String> names() {
    return repositories.keySet().stream().sorted().toList();
  }

  /**
   * Serves every OCI layout below {@code directory}; a layout's path is its repository's name.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  public RegistryHost load(Path directory) {
    try (var folders = Files.walk(directory)) {
      folders
          .filter(OciLayout::isLayout)
          .forEach(folder -> {
            String repository =
                directory.relativize(folder).toString().replace(java.io.File.separatorChar, '/');
            repository(repository).add(OciLayout.open(folder));
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
