package io.sealbus.renderer.verdict;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a row that verdicts are searched by, codes and names of namespaces, each in a row of
 * a table of its own: a rare one is found among a million verdicts without a look at all of them.
 */
final class VerdictWords {
  /** Of a row that has more words than it can hold: it is looked at whatever is searched. */
  static final String ANY = "*";

  private static final String INSERT =
      "INSERT INTO sealbus_verdict_word (word, reference) VALUES (?, ?)";
  private static final String DELETE =
      "DELETE FROM sealbus_verdict_word WHERE word = ? AND reference = ?";

  private VerdictWords() {}

  /** The words in two columns of a row; null where a column cannot hold them. */
  static Set<String> in(@Nullable String codes, @Nullable String namespaces) {
    var words = new HashSet<String>();
    add(words, codes);
    add(words, namespaces);
    return words;
  }

  private static void add(Set<String> words, @Nullable String column) {
    if (column == null) {
      words.add(ANY);
    } else if (!column.isBlank()) {
      words.addAll(Arrays.asList(column.strip().split(" ", -1)));
    }
  }

  /** Writes what is different: most verdicts are replaced by one with the same words. */
  static void write(
      Connection connection, Map<String, Set<String>> before, Map<String, Set<String>> after)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      for (Map.Entry<String, Set<String>> entry : after.entrySet()) {
        Set<String> old = before.getOrDefault(entry.getKey(), Set.of());
        batch(insert, entry.getKey(), entry.getValue(), old);
        batch(delete, entry.getKey(), old, entry.getValue());
      }
      delete.executeBatch();
      insert.executeBatch();
    }
  }

  /** One for each of {@code words} that is not among {@code others}. */
  private static void batch(
      PreparedStatement statement, String reference, Set<String> words, Set<String> others)
      throws SQLException {
    for (String word : words) {
      if (!others.contains(word)) {
        statement.setString(1, word);
        statement.setString(2, reference);
        statement.addBatch();
      }
    }
  }
}
