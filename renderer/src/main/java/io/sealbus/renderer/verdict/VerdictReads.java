package io.sealbus.renderer.verdict;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Questions to the table, each within five seconds. Safe for use by several threads. */
final class VerdictReads implements AutoCloseable {
  private static final int SECONDS = 5;
  private static final int CONNECTIONS = 8;
  private static final String SELECT =
      "SELECT reference, partition_number, record_offset, gone_at, record FROM sealbus_verdict ";

  private final HikariDataSource pool;

  VerdictReads(DatabaseSettings settings) {
    var config = new HikariConfig();
    config.setPoolName("sealbus-verdicts");
    config.setJdbcUrl(settings.url());
    if (!settings.user().isEmpty()) {
      config.setUsername(settings.user());
    }
    config.setPassword(settings.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(SECONDS * 1000L);
    config.setReadOnly(settings.dialect() == SqlDialect.POSTGRESQL);
    pool = new HikariDataSource(config);
  }

  /** The verdict of one reference, unless it has none or is gone. */
  Optional<StoredVerdict> find(String reference) {
    return rows(SELECT + "WHERE reference = ? AND gone_at IS NULL", List.of(reference)).stream()
        .findFirst();
  }

  /**
   * Verdicts that may match {@code filter}, and all that do, by reference.
   *
   * @param after exclusive; empty for the first
   */
  List<StoredVerdict> page(VerdictFilter filter, String after, int limit) {
    var sql = new StringBuilder(SELECT).append("WHERE gone_at IS NULL AND reference > ?");
    var arguments = new ArrayList<Object>();
    arguments.add(after);
    equal(sql, arguments, "registry", filter.registry());
    equal(sql, arguments, "repository", filter.repository());
    equal(sql, arguments, "decision", filter.namespace() == null ? filter.decision() : null);
    word(sql, arguments, "codes", filter.reason());
    word(sql, arguments, "own_namespaces", filter.namespace());
    arguments.add(limit);
    return rows(sql.append(" ORDER BY reference LIMIT ?").toString(), arguments);
  }

  /** Rows of {@code partition} from {@code offset} on, gone ones too, by offset. */
  List<StoredVerdict> since(int partition, long offset, int limit) {
    return rows(
        SELECT + "WHERE partition_number = ? AND record_offset >= ? ORDER BY record_offset LIMIT ?",
        List.of(partition, offset, limit));
  }

  /** How many references have a verdict. */
  long count() {
    long[] count = new long[1];
    each(
        "SELECT COUNT(*) FROM sealbus_verdict WHERE gone_at IS NULL",
        List.of(),
        row -> count[0] = row.getLong(1));
    return count[0];
  }

  private static void equal(
      StringBuilder sql, List<Object> arguments, String column, @Nullable String value) {
    if (value != null) {
      sql.append(" AND ").append(column).append(" = ?");
      arguments.add(value);
    }
  }

  /** In LIKE an underscore stands for any character: the caller looks at each row again. */
  private static void word(
      StringBuilder sql, List<Object> arguments, String column, @Nullable String value) {
    if (value != null) {
      sql.append(" AND (%s LIKE ? OR %s IS NULL)".formatted(column, column));
      arguments.add("% " + value + " %");
    }
  }

  private List<StoredVerdict> rows(String sql, List<Object> arguments) {
    var rows = new ArrayList<StoredVerdict>();
    each(
        sql,
        arguments,
        row -> {
          row.getLong(4);
          boolean gone = !row.wasNull();
          rows.add(
              new StoredVerdict(
                  row.getString(1), row.getInt(2), row.getLong(3), gone, row.getBytes(5)));
        });
    return rows;
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String sql, List<Object> arguments, RowReader reader) {
    try (Connection connection = pool.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setQueryTimeout(SECONDS);
      for (int i = 0; i < arguments.size(); i++) {
        query.setObject(i + 1, arguments.get(i));
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    } catch (SQLException e) {
      throw new StoreUnavailableException(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
