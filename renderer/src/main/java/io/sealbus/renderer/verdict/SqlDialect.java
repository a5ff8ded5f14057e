package io.sealbus.renderer.verdict;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Everything in which the databases differ. */
enum SqlDialect {
  /** Embedded. Compares text by code unit; one process has the file, which the driver sees to. */
  H2("VARCHAR(1024)", "VARCHAR(8192)", "VARBINARY(1048576)") {
    @Override
    String upsert(String table, String key, List<String> columns) {
      return "MERGE INTO "
          + table
          + " ("
          + String.join(", ", columns)
          + ") KEY ("
          + key
          + ") VALUES ("
          + marks(columns.size())
          + ")";
    }

    @Override
    boolean own(Connection connection) {
      return true;
    }

    @Override
    boolean isTaken(SQLException failure) {
      return failure.getErrorCode() == DATABASE_ALREADY_OPEN;
    }

    @Override
    boolean isDamaged(SQLException failure) {
      return DAMAGED.contains(failure.getErrorCode());
    }
  },

  /** By configuration. The C collation gives the same order as H2's for the ASCII of references. */
  POSTGRESQL("VARCHAR(1024) COLLATE \"C\"", "VARCHAR(8192)", "BYTEA") {
    @Override
    String upsert(String table, String key, List<String> columns) {
      List<String> others =
          columns.stream().filter(c -> !c.equals(key)).map(c -> c + " = EXCLUDED." + c).toList();
      return "INSERT INTO "
          + table
          + " ("
          + String.join(", ", columns)
          + ") VALUES ("
          + marks(columns.size())
          + ") ON CONFLICT ("
          + key
          + ") DO UPDATE SET "
          + String.join(", ", others);
    }

    /** The lock is the session's: it ends with the connection, however that ends. */
    @Override
    boolean own(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "SELECT pg_try_advisory_lock(hashtext('sealbus'), hashtext(current_schema()))")) {
        return result.next() && result.getBoolean(1);
      }
    }

    @Override
    boolean isTaken(SQLException failure) {
      return false;
    }

    @Override
    boolean isDamaged(SQLException failure) {
      return false;
    }
  };

  // https://h2database.com/javadoc/org/h2/api/ErrorCode.html
  private static final int DATABASE_ALREADY_OPEN = 90020;

  /** Of a file that is cut short, corrupted, or in a format that this version of H2 lacks. */
  private static final Set<Integer> DAMAGED = Set.of(90028, 90030, 90048);

  private final String key;
  private final String words;
  private final String bytes;

  SqlDialect(String key, String words, String bytes) {
    this.key = key;
    this.words = words;
    this.bytes = bytes;
  }

  /** Type of an ASCII text of up to 1,024 characters that sorts by its bytes. */
  String key() {
    return key;
  }

  /** Type of a text of up to 8,192 characters. */
  String words() {
    return words;
  }

  /** Type of up to 1 MiB of bytes. */
  String bytes() {
    return bytes;
  }

  /** A statement that inserts a row, or replaces the one with the same {@code key}. */
  abstract String upsert(String table, String key, List<String> columns);

  /** Whether {@code connection} now has the database for itself among all that ask. */
  abstract boolean own(Connection connection) throws SQLException;

  /** Whether a connection failed because another process has the database. */
  abstract boolean isTaken(SQLException failure);

  /** Whether a connection failed because the database's own files cannot be read. */
  abstract boolean isDamaged(SQLException failure);

  private static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
