package io.sealbus.renderer.verdict;

import io.sealbus.runtime.config.ConfigurationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. It has the database for itself as long as it lives; after a
 * failure a new one is made, which must get hold of the database anew before it may write.
 */
final class WriterSession implements AutoCloseable {
  private final DatabaseSettings settings;
  private @Nullable Connection connection;

  /** Work on the database that is done wholly or not at all. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  WriterSession(DatabaseSettings settings) {
    this.settings = settings;
  }

  /**
   * Does {@code work} in a transaction.
   *
   * @throws StoreUnavailableException where that failed; nothing was changed
   * @throws ConfigurationException where another process has the database
   */
  synchronized <T> T transaction(Work<T> work) {
    try {
      Connection current = connection == null ? open() : connection;
      connection = current;
      T result = work.in(current);
      current.commit();
      return result;
    } catch (SQLException e) {
      close();
      if (settings.dialect().isTaken(e)) {
        throw taken();
      }
      throw new StoreUnavailableException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Connection open() throws SQLException {
    var properties = new Properties();
    if (!settings.user().isEmpty()) {
      properties.put("user", settings.user());
    }
    properties.put("password", settings.password());
    if (settings.dialect() == SqlDialect.POSTGRESQL) {
      properties.put("reWriteBatchedInserts", "true");
    }
    Connection opened = DriverManager.getConnection(settings.url(), properties);
    try {
      opened.setAutoCommit(false);
      if (!settings.dialect().own(opened)) {
        throw taken();
      }
      return opened;
    } catch (SQLException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static ConfigurationException taken() {
    return new ConfigurationException(
        "the database of verdicts is in use by another process: give each renderer its own"
            + " state.directory or renderer.database.url");
  }

  @Override
  public synchronized void close() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      try {
        // What was not committed is rolled back with the connection.
        current.rollback();
        current.close();
      } catch (SQLException ignored) {
        // It is of no use any more, which is why it is closed.
      }
    }
  }
}
