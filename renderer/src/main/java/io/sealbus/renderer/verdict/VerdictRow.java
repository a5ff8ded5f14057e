package io.sealbus.renderer.verdict;

import io.sealbus.schemas.NamespaceResultRecord;
import io.sealbus.schemas.VerdictRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a change becomes a row. */
final class VerdictRow {
  static final String TABLE = "sealbus_verdict";
  static final List<String> COLUMNS =
      List.of(
          "reference",
          "decision",
          "codes",
          "own_namespaces",
          "policy_version",
          "trust_version",
          "image_version",
          "evidence_version",
          "partition_number",
          "record_offset",
          "gone_at",
          "record");

  /** What the columns and both databases can hold. */
  private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7e]{1,1024}");

  private static final int MAX_RECORD = 1024 * 1024;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,253}");
  private static final int MAX_WORDS = 8192;

  private VerdictRow() {}

  /** Whether the change can stand in the table; no reference of an image is such that it cannot. */
  static boolean fits(VerdictChange change) {
    return TEXT.matcher(change.reference()).matches() && change.bytes().length <= MAX_RECORD;
  }

  /** The words that the row is searched by; none of one that is gone. */
  static Set<String> words(VerdictChange change) {
    VerdictRecord verdict = change.verdict();
    return verdict == null ? Set.of() : VerdictWords.in(codes(verdict), namespaces(verdict));
  }

  private static @Nullable String codes(VerdictRecord verdict) {
    return words(VerdictFilter.allCodes(verdict));
  }

  private static @Nullable String namespaces(VerdictRecord verdict) {
    return words(verdict.getNamespaces().stream().map(NamespaceResultRecord::getNamespace));
  }

  static void bind(PreparedStatement upsert, VerdictChange change, Instant now)
      throws SQLException {
    VerdictRecord verdict = change.verdict();
    upsert.setString(1, change.reference());
    if (verdict == null) {
      bindGone(upsert, now);
    } else {
      bindVerdict(upsert, verdict);
    }
    VerdictVersions versions = change.versions();
    upsert.setLong(5, versions.policy());
    upsert.setLong(6, versions.trust());
    upsert.setLong(7, versions.image());
    upsert.setLong(8, versions.evidence());
    upsert.setInt(9, change.partition());
    upsert.setLong(10, change.offset());
    upsert.setBytes(12, change.bytes());
  }

  private static void bindVerdict(PreparedStatement upsert, VerdictRecord verdict)
      throws SQLException {
    upsert.setString(2, verdict.getDecision().name());
    upsert.setString(3, codes(verdict));
    upsert.setString(4, namespaces(verdict));
    upsert.setNull(11, Types.BIGINT);
  }

  private static void bindGone(PreparedStatement upsert, Instant now) throws SQLException {
    upsert.setNull(2, Types.VARCHAR);
    upsert.setNull(3, Types.VARCHAR);
    upsert.setNull(4, Types.VARCHAR);
    upsert.setLong(11, now.toEpochMilli());
  }

  /**
   * The words, each between blanks, for a rough search; null, which is searched always, where they
   * do not fit.
   */
  private static @Nullable String words(Stream<String> words) {
    var joined = new StringBuilder(" ");
    for (String word : words.distinct().toList()) {
      if (!WORD.matcher(word).matches() || joined.length() + word.length() >= MAX_WORDS) {
        return null;
      }
      joined.append(word).append(' ');
    }
    return joined.toString();
  }
}
