package io.sealbus.renderer.verdict;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The tables, and whether what is in them can be carried on. What cannot is dropped: the topic has
 * it all.
 */
final class VerdictSchema {
  /** Raised with every change of the tables. */
  private static final int VERSION = 3;

  /**
   * How long a tombstone is kept. Shorter than the topic keeps it, so that a table that was left
   * alone for less than this has missed none.
   */
  static final Duration TOMBSTONES_FOR = Duration.ofDays(6);

  private static final String STATE = "sealbus_verdict_state";
  private static final List<String> TABLES =
      List.of("sealbus_verdict", "sealbus_verdict_word", "sealbus_verdict_offset", STATE);

  private final SqlDialect dialect;

  VerdictSchema(SqlDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Makes the tables usable for the topic with the given id.
   *
   * @return whether they begin empty
   */
  boolean prepare(Connection connection, String topicId, Instant now) throws SQLException {
    if (canBeCarriedOn(connection, topicId, now)) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute("DROP TABLE IF EXISTS " + table);
      }
      for (String definition : definitions()) {
        statement.execute(definition);
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + STATE + " VALUES (?, ?, ?, ?)")) {
      insert.setInt(1, VERSION);
      insert.setString(2, topicId);
      insert.setLong(3, now.toEpochMilli());
      insert.setInt(4, 1);
      insert.execute();
    }
    return true;
  }

  private boolean canBeCarriedOn(Connection connection, String topicId, Instant now)
      throws SQLException {
    if (!exists(connection)) {
      return false;
    }
    // The first column is the version in every version of the table; the others may differ.
    try (Statement statement = connection.createStatement();
        ResultSet state = statement.executeQuery("SELECT * FROM " + STATE)) {
      return state.next()
          && state.getInt(1) == VERSION
          && state.getString(2).equals(topicId)
          && Instant.ofEpochMilli(state.getLong(3)).plus(TOMBSTONES_FOR).isAfter(now);
    }
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT 1 FROM information_schema.tables WHERE LOWER(table_name) = ?"
                + " AND table_schema = CURRENT_SCHEMA")) {
      query.setString(1, STATE);
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  private List<String> definitions() {
    return List.of(
        "CREATE TABLE sealbus_verdict ("
            + "reference "
            + dialect.key()
            + " PRIMARY KEY, "
            + "decision VARCHAR(16), "
            + "codes "
            + dialect.words()
            + ", "
            + "own_namespaces "
            + dialect.words()
            + ", "
            + "policy_version BIGINT NOT NULL, "
            + "trust_version BIGINT NOT NULL, "
            + "image_version BIGINT NOT NULL, "
            + "evidence_version BIGINT NOT NULL, "
            + "partition_number INT NOT NULL, "
            + "record_offset BIGINT NOT NULL, "
            + "gone_at BIGINT, "
            + "record "
            + dialect.bytes()
            + " NOT NULL)",
        // Each changes another page for each verdict, which costs more than all else of it.
        "CREATE INDEX sealbus_verdict_place ON sealbus_verdict (partition_number, record_offset)",
        "CREATE INDEX sealbus_verdict_decision ON sealbus_verdict (decision, reference)",
        "CREATE TABLE sealbus_verdict_word (word "
            + dialect.key()
            + " NOT NULL, reference "
            + dialect.key()
            + " NOT NULL)",
        // None is written twice, which nobody has to be asked each time.
        "CREATE INDEX sealbus_verdict_word_place ON sealbus_verdict_word (word, reference)",
        // Up to horizon, deletions may be missing from the table.
        "CREATE TABLE sealbus_verdict_offset (partition_number INT PRIMARY KEY,"
            + " next_offset BIGINT NOT NULL, horizon BIGINT NOT NULL)",
        "CREATE TABLE "
            + STATE
            + " (version INT NOT NULL, topic_id VARCHAR(64) NOT NULL,"
            + " followed_at BIGINT NOT NULL, rebuilding INT NOT NULL)");
  }
}
