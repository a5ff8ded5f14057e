package io.sealbus.renderer.verdict;

import io.sealbus.runtime.config.ConfigurationException;
import java.nio.file.Path;

/**
 * Where the table of verdicts is kept.
 *
 * @param url JDBC URL of an H2 or PostgreSQL database that this process has for itself
 * @param user empty for the driver's default
 * @param password empty for none
 */
public record DatabaseSettings(String url, String user, String password) {
  private static final String H2 = "jdbc:h2:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Refuses a URL of a database that is not known. */
  public DatabaseSettings {
    if (!url.startsWith(H2) && !url.startsWith(POSTGRESQL)) {
      throw new ConfigurationException(
          "renderer.database.url (expected: jdbc:postgresql://host/database, or empty)");
    }
  }

  /** An H2 database in files under {@code directory}. */
  public static DatabaseSettings embedded(Path directory) {
    String file = directory.toAbsolutePath().resolve("verdicts").toString().replace(";", "\\;");
    return new DatabaseSettings(H2 + "file:" + file + ";DB_CLOSE_ON_EXIT=FALSE", "sa", "");
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
