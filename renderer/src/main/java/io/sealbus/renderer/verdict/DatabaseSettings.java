package io.sealbus.renderer.verdict;

import io.sealbus.runtime.config.ConfigurationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the table of verdicts is kept.
 *
 * @param url JDBC URL of an H2 or PostgreSQL database that this process has for itself
 * @param user empty for the driver's default
 * @param password empty for none
 * @param file of an embedded database that holds nothing but verdicts, so that it may be deleted
 *     where it is damaged; null for any other
 */
public record DatabaseSettings(String url, String user, String password, @Nullable Path file) {
  private static final String H2 = "jdbc:h2:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Refuses a URL of a database that is not known. */
  public DatabaseSettings {
    if (!url.startsWith(H2) && !url.startsWith(POSTGRESQL)) {
      throw new ConfigurationException(
          "renderer.database.url (expected: jdbc:postgresql://host/database, or empty)");
    }
  }

  /** A database that somebody else looks after. */
  public static DatabaseSettings external(String url, String user, String password) {
    return new DatabaseSettings(url, user, password, null);
  }

  /**
   * An H2 database in a file under {@code directory}.
   *
   * @throws ConfigurationException where the path has a semicolon, which H2 has no way to write
   */
  public static DatabaseSettings embedded(Path directory) {
    Path file = directory.toAbsolutePath().resolve("verdicts");
    if (file.toString().indexOf(';') >= 0) {
      throw new ConfigurationException("state.directory: " + directory + " (expected: no ;)");
    }
    return new DatabaseSettings(
        H2 + "file:" + file + ";DB_CLOSE_ON_EXIT=FALSE",
        "sa",
        "",
        file.resolveSibling("verdicts.mv.db"));
  }

  SqlDialect dialect() {
    return url.startsWith(H2) ? SqlDialect.H2 : SqlDialect.POSTGRESQL;
  }

  /** Without the password, and without the URL, which may hold one. */
  @Override
  public String toString() {
    return dialect().name();
  }
}
