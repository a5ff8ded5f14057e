package io.sealbus.renderer.verdict;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes one batch of changes and the offsets behind them, on a connection without autocommit. */
final class VerdictWriter {
  private static final int KEYS_AT_ONCE = 500;

  /** What stands in the table of a reference. */
  private record Standing(VerdictVersions versions, Set<String> words) {}

  private final String upsert;
  private final String upsertOffset;

  VerdictWriter(SqlDialect dialect) {
    this.upsert = dialect.upsert(VerdictRow.TABLE, "reference", VerdictRow.COLUMNS);
    this.upsertOffset =
        dialect.upsert(
            "sealbus_verdict_offset",
            "partition_number",
            List.of("partition_number", "next_offset", "horizon"));
  }

  /** Those of {@code changes} that were not older than what stood, in their order. */
  List<VerdictChange> write(Connection connection, List<VerdictChange> changes, Instant now)
      throws SQLException {
    Map<String, Standing> standing = standing(connection, changes);
    var current = new HashMap<String, VerdictVersions>();
    standing.forEach((reference, one) -> current.put(reference, one.versions()));
    var accepted = new ArrayList<VerdictChange>();
    var last = new LinkedHashMap<String, VerdictChange>();
    for (VerdictChange change : changes) {
      if (change.mayReplace(current.getOrDefault(change.reference(), VerdictVersions.NONE))) {
        current.put(change.reference(), change.versions());
        accepted.add(change);
        last.put(change.reference(), change);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      for (VerdictChange change : last.values()) {
        VerdictRow.bind(statement, change, now);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    var before = new HashMap<String, Set<String>>();
    standing.forEach((reference, one) -> before.put(reference, one.words()));
    var after = new LinkedHashMap<String, Set<String>>();
    last.forEach((reference, change) -> after.put(reference, VerdictRow.words(change)));
    VerdictWords.write(connection, before, after);
    return accepted;
  }

  private static Map<String, Standing> standing(Connection connection, List<VerdictChange> changes)
      throws SQLException {
    Set<String> references = new HashSet<>();
    changes.forEach(change -> references.add(change.reference()));
    List<String> keys = List.copyOf(references);
    var standing = new HashMap<String, Standing>();
    for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
      List<String> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
      String marks = String.join(",", Collections.nCopies(some.size(), "?"));
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT reference, policy_version, trust_version, image_version, evidence_version,"
                  + " codes, own_namespaces, gone_at FROM sealbus_verdict WHERE reference IN ("
                  + marks
                  + ")")) {
        for (int i = 0; i < some.size(); i++) {
          query.setString(i + 1, some.get(i));
        }
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            standing.put(row.getString(1), standing(row));
          }
        }
      }
    }
    return standing;
  }

  private static Standing standing(ResultSet row) throws SQLException {
    row.getLong(8);
    boolean gone = !row.wasNull();
    return new Standing(
        new VerdictVersions(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
        gone ? Set.of() : VerdictWords.in(row.getString(6), row.getString(7)));
  }

  /** Notes how far the table reflects the topic. */
  void writeOffsets(Connection connection, OffsetVector next, OffsetVector horizon, Instant now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(upsertOffset)) {
      for (Map.Entry<Integer, Long> entry : next.next().entrySet()) {
        statement.setInt(1, entry.getKey());
        statement.setLong(2, entry.getValue());
        statement.setLong(3, horizon.of(entry.getKey()));
        statement.addBatch();
      }
      statement.executeBatch();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE sealbus_verdict_state SET followed_at = ?")) {
      statement.setLong(1, now.toEpochMilli());
      statement.execute();
    }
  }

  /** Forgets all rows and offsets. */
  static void clear(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM sealbus_verdict");
      statement.execute("DELETE FROM sealbus_verdict_word");
      statement.execute("DELETE FROM sealbus_verdict_offset");
    }
    markRebuilding(connection, true);
  }

  static void markRebuilding(Connection connection, boolean rebuilding) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE sealbus_verdict_state SET rebuilding = " + (rebuilding ? 1 : 0));
    }
  }

  /**
   * Drops tombstones older than {@code before}; the horizon up to which some are missing now. They
   * are what has no decision, which an index knows.
   */
  static OffsetVector purge(Connection connection, Instant before) throws SQLException {
    OffsetVector horizon = OffsetVector.BEGINNING;
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT partition_number, MAX(record_offset) FROM sealbus_verdict"
                + " WHERE decision IS NULL AND gone_at < ? GROUP BY partition_number")) {
      query.setLong(1, before.toEpochMilli());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          horizon = horizon.after(row.getInt(1), row.getLong(2));
        }
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM sealbus_verdict WHERE decision IS NULL AND gone_at < ?")) {
      delete.setLong(1, before.toEpochMilli());
      delete.execute();
    }
    return horizon;
  }
}
