package io.sealbus.renderer.verdict;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Questions to the table, each within five seconds. Safe for use by several threads. */
final class VerdictReads implements AutoCloseable {
  private static final int SECONDS = 5;
  private static final int CONNECTIONS = 8;
  private static final String SELECT =
      "SELECT v.reference, v.partition_number, v.record_offset, v.gone_at, v.record"
          + " FROM sealbus_verdict v ";

  private static final String IS_THERE = "v.gone_at IS NULL";

  private static final String JOIN = "JOIN sealbus_verdict_word w ON w.reference = v.reference ";

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
    return rows(SELECT + "WHERE v.reference = ? AND v.gone_at IS NULL", List.of(reference)).stream()
        .findFirst();
  }

  /**
   * Verdicts that may match {@code filter}, and all that do, by reference.
   *
   * @param after exclusive; empty for the first
   */
  List<StoredVerdict> page(VerdictFilter filter, String after, int limit) {
    // A namespace is rarer than a reason. Of two words one is enough: the caller looks again.
    String word = filter.namespace() == null ? filter.reason() : filter.namespace();
    if (word == null) {
      return page(filter, List.of(), after, limit);
    }
    var byReference = new TreeMap<String, StoredVerdict>();
    for (String one : List.of(word, VerdictWords.ANY)) {
      page(filter, List.of(one), after, limit)
          .forEach(row -> byReference.put(row.reference(), row));
    }
    return byReference.values().stream().limit(limit).toList();
  }

  /** By reference, with {@code word}, at most one. */
  private List<StoredVerdict> page(
      VerdictFilter filter, List<String> word, String after, int limit) {
    if (filter.registry() != null || filter.repository() == null) {
      var range = ReferenceRange.of(filter.registry(), filter.repository());
      return page(filter, word, range.from(after), limit);
    }
    // There are few registries, and of each it is known at once what it has of the repository.
    var found = new ArrayList<StoredVerdict>();
    Optional<String> registry = registryAfter(after);
    while (registry.isPresent() && found.size() < limit) {
      var range = ReferenceRange.of(registry.get(), filter.repository());
      found.addAll(page(filter, word, range.from(after), limit - found.size()));
      registry = registryAfter(ReferenceRange.of(registry.get(), null).before());
    }
    return found;
  }

  /** The registry of the first reference after {@code text}. */
  private Optional<String> registryAfter(String text) {
    var registries = new ArrayList<String>();
    each(
        "SELECT reference FROM sealbus_verdict WHERE reference > ? ORDER BY reference LIMIT 1",
        List.of(text),
        row -> registries.add(ReferenceRange.registryOf(row.getString(1))));
    return registries.stream().findFirst();
  }

  /**
   * By reference, with {@code word}, at most one.
   *
   * <p>What is equal in all rows comes first in the order, so that an index gives it: without, all
   * rows that match would be sorted for the first hundred.
   */
  private List<StoredVerdict> page(
      VerdictFilter filter, List<String> word, ReferenceRange range, int limit) {
    var equal = new LinkedHashMap<String, Object>();
    word.forEach(one -> equal.put("w.word", one));
    if (filter.decision() != null && filter.namespace() == null) {
      equal.put("v.decision", filter.decision());
    }
    String reference = word.isEmpty() ? "v.reference" : "w.reference";
    var sql = new StringBuilder(SELECT).append(word.isEmpty() ? "" : JOIN);
    sql.append("WHERE ").append(IS_THERE);
    sql.append(" AND ").append(reference).append(" > ?");
    sql.append(" AND ").append(reference).append(" < ?");
    equal.keySet().forEach(column -> sql.append(" AND ").append(column).append(" = ?"));
    sql.append(" ORDER BY ");
    equal.keySet().stream().limit(1).forEach(column -> sql.append(column).append(", "));
    sql.append(reference).append(" LIMIT ?");
    var arguments = new ArrayList<Object>(List.of(range.after(), range.before()));
    arguments.addAll(equal.values());
    arguments.add(limit);
    return rows(sql.toString(), arguments);
  }

  /** Rows of {@code partition} from {@code offset} on, gone ones too, by offset. */
  List<StoredVerdict> since(int partition, long offset, int limit) {
    return rows(
        SELECT
            + "WHERE v.partition_number = ? AND v.record_offset >= ?"
            + " ORDER BY v.partition_number, v.record_offset LIMIT ?",
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
