package io.sealbus.renderer.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.runtime.config.ConfigurationException;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the table does on every database. */
abstract class VerdictStoreContract {
  private static final String A = "r.example.com/team/a:1";
  private static final String B = "r.example.com/team/b:1";
  private static final String C = "other.example.com/team/a:1";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** An empty database of the test's own, the same at each call. */
  abstract DatabaseSettings database() throws Exception;

  private VerdictStore open(String topicId) throws Exception {
    return VerdictStore.open(database(), topicId, () -> now);
  }

  private VerdictStore open() throws Exception {
    return open("topic");
  }

  private static OffsetVector at(long zero) {
    return new OffsetVector(Map.of(0, zero));
  }

  private static List<String> references(VerdictStore store, VerdictFilter filter) {
    return store.reads().page(filter, "", 100).stream().map(StoredVerdict::reference).toList();
  }

  @Test
  void keepsVerdictsAndOffsetsOverARestart() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).change(0, 5)), new OffsetVector(Map.of(0, 6L, 3, 9L)));
    }

    try (VerdictStore store = open()) {
      assertThat(store.next()).hasToString("0:6,3:9");
      assertThat(store.reads().find(A).orElseThrow().record()).isEqualTo(Verdict.of(A).bytes());
    }
  }

  @Test
  void neverReplacesANewerVerdictByAnOlderOne() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).at(7, 3).change(0, 0)), at(1));

      var accepted =
          store.write(
              List.of(
                  Verdict.of(A).at(6, 9).change(0, 1),
                  Verdict.of(A).at(7, 2).change(0, 2),
                  Verdict.of(A).at(7, 4).change(0, 3),
                  Verdict.of(A).at(7, 3).change(0, 4)),
              at(5));

      assertThat(accepted).extracting(VerdictChange::offset).containsExactly(3L);
      assertThat(store.reads().find(A).orElseThrow().offset()).isEqualTo(3);
      assertThat(store.next()).hasToString("0:5");
    }
  }

  @Test
  void letsAVerdictOfTheSameVersionsReplace() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).change(0, 0)), at(1));

      store.write(List.of(Verdict.of(A).denied("NO_SIGNATURE").change(0, 1)), at(2));

      assertThat(store.reads().find(A).orElseThrow().offset()).isEqualTo(1);
    }
  }

  @Test
  void tellsThatAReferenceIsGoneUntilTombstonesArePurged() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).at(9, 9).change(0, 0)), at(1));
      store.write(List.of(Verdict.gone(A, 0, 1)), at(2));

      assertThat(store.reads().find(A)).isEmpty();
      assertThat(references(store, VerdictFilter.ALL)).isEmpty();
      assertThat(store.reads().since(0, 0, 10)).singleElement().matches(StoredVerdict::gone);

      now = now.plus(VerdictSchema.TOMBSTONES_FOR).plusSeconds(1);
      store.write(List.of(Verdict.of(A).change(0, 2)), at(3));
      store.write(List.of(Verdict.gone(B, 0, 3)), at(4));
      now = now.plus(VerdictSchema.TOMBSTONES_FOR).plusSeconds(1);
      store.caughtUp();

      assertThat(store.reads().since(0, 0, 10))
          .extracting(StoredVerdict::reference)
          .containsExactly(A);
      assertThat(store.horizon().of(0)).isEqualTo(4);
    }
  }

  @Test
  void findsByEveryFilter() throws Exception {
    try (VerdictStore store = open()) {
      store.write(
          List.of(
              Verdict.of(A).change(0, 0),
              Verdict.of(B).denied("NO_SIGNATURE").change(0, 1),
              Verdict.of(C).deniedIn("team-a", "KEY_MISMATCH").change(0, 2)),
          at(3));

      assertThat(references(store, VerdictFilter.ALL)).containsExactly(C, A, B);
      assertThat(references(store, new VerdictFilter("r.example.com", null, null, null, null)))
          .containsExactly(A, B);
      assertThat(references(store, new VerdictFilter(null, "team/a", null, null, null)))
          .containsExactly(C, A);
      assertThat(references(store, new VerdictFilter(null, null, "DENIED", null, null)))
          .containsExactly(B);
      assertThat(references(store, new VerdictFilter(null, null, null, "NO_SIGNATURE", null)))
          .containsExactly(B);
      assertThat(references(store, new VerdictFilter(null, null, "DENIED", null, "team-a")))
          .containsExactly(C);
    }
  }

  @Test
  void takesNoNeighbourForTheRegistryOrRepositoryThatIsAskedFor() throws Exception {
    var changes = new ArrayList<VerdictChange>();
    for (String registry : List.of("r", "r:5000", "r-x", "r.x", "r0", "q", "s")) {
      for (String repository : List.of("a", "a/b", "a-b", "a.b", "a0", "aa", "b", "a_b")) {
        for (String end : List.of(":1", ":Z", ":_", "@sha256:" + "0".repeat(64))) {
          var verdict = Verdict.of(registry + "/" + repository + end);
          changes.add(verdict.denied("NO_SIGNATURE").change(0, changes.size()));
        }
      }
    }
    try (VerdictStore store = open()) {
      store.write(changes, at(changes.size()));

      for (String decision : Arrays.asList(null, "DENIED")) {
        for (String reason : Arrays.asList(null, "NO_SIGNATURE")) {
          assertThat(pages(store, new VerdictFilter("r", "a", decision, reason, null)))
              .containsExactly("r/a:1", "r/a:Z", "r/a:_", "r/a@sha256:" + "0".repeat(64));
          assertThat(pages(store, new VerdictFilter("r", null, decision, reason, null)))
              .hasSize(8 * 4)
              .isSorted()
              .allMatch(reference -> reference.startsWith("r/"));
          assertThat(pages(store, new VerdictFilter(null, "a", decision, reason, null)))
              .hasSize(7 * 4)
              .isSorted()
              .allMatch(reference -> reference.matches("[^/]+/a[:@].*"));
        }
      }
    }
  }

  /** Three at a time. */
  private static List<String> pages(VerdictStore store, VerdictFilter filter) {
    var all = new ArrayList<String>();
    List<StoredVerdict> page = store.reads().page(filter, "", 3);
    while (!page.isEmpty()) {
      page.forEach(row -> all.add(row.reference()));
      page = store.reads().page(filter, all.getLast(), 3);
    }
    return all;
  }

  @Test
  void findsByTheWordsThatStandAndByNoneThatStood() throws Exception {
    var noSignature = new VerdictFilter(null, null, null, "NO_SIGNATURE", null);
    var inTeamA = new VerdictFilter(null, null, null, null, "team-a");
    try (VerdictStore store = open()) {
      store.write(
          List.of(
              Verdict.of(A).denied("NO_SIGNATURE").deniedIn("team-a", "KEY_MISMATCH").change(0, 0),
              Verdict.of(B).denied("NO_SIGNATURE").change(0, 1)),
          at(2));
      assertThat(references(store, noSignature)).containsExactly(A, B);
      assertThat(references(store, inTeamA)).containsExactly(A);

      store.write(List.of(Verdict.of(A).change(0, 2), Verdict.gone(B, 0, 3)), at(4));

      assertThat(references(store, noSignature)).isEmpty();
      assertThat(references(store, inTeamA)).isEmpty();

      store.write(List.of(Verdict.of(B).denied("NO_SIGNATURE").change(0, 4)), at(5));

      assertThat(references(store, noSignature)).containsExactly(B);
    }
  }

  @Test
  void findsAVerdictThatHasMoreWordsThanItsRowCanHold() throws Exception {
    Verdict many = Verdict.of(B);
    for (int i = 0; i < 200; i++) {
      many = many.deniedIn("namespace-%03d-".formatted(i) + "x".repeat(48), "KEY_MISMATCH");
    }
    String last = many.namespaces().getLast().getNamespace();
    try (VerdictStore store = open()) {
      store.write(
          List.of(Verdict.of(A).change(0, 0), many.change(0, 1), Verdict.of(C).change(0, 2)),
          at(3));

      var found = references(store, new VerdictFilter(null, null, null, null, last));

      assertThat(found).containsExactly(B);
    }
  }

  @Test
  void forgetsTheWordsWithTheRows() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).denied("NO_SIGNATURE").change(0, 0)), at(1));

      store.clear();
      store.write(List.of(Verdict.of(A).denied("NO_SIGNATURE").change(0, 0)), at(1));

      assertThat(references(store, new VerdictFilter(null, null, null, "NO_SIGNATURE", null)))
          .containsExactly(A);
    }
  }

  @Test
  void pagesByReferenceWithoutGapOrRepeat() throws Exception {
    try (VerdictStore store = open()) {
      var changes = new ArrayList<VerdictChange>();
      // Upper case, digits and punctuation sort by their bytes on every database.
      for (String tag : List.of("a", "B", "1", "_", "a-b", "aa", "A.b", "Z9", "z")) {
        changes.add(Verdict.of("r.example.com/team/a:" + tag).change(0, changes.size()));
      }
      store.write(changes, at(changes.size()));
      var codec = RecordCodecs.singleObject().codec(TopicCatalogue.VERDICTS);

      var seen = new ArrayList<String>();
      String after = "";
      while (after != null) {
        var query = new VerdictQuery(VerdictFilter.ALL, 2, after, false);
        var page = new VerdictPage(store.reads(), codec).read(query);
        var items = page.getJsonArray("items");
        assertThat(items.size()).isLessThanOrEqualTo(2);
        for (int i = 0; i < items.size(); i++) {
          seen.add(items.getJsonObject(i).getString("reference"));
        }
        after = page.getString("next");
      }

      assertThat(seen).isEqualTo(changes.stream().map(VerdictChange::reference).sorted().toList());
    }
  }

  @Test
  void beginsAnewWithAnotherTopic() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).change(0, 5)), at(6));
    }

    try (VerdictStore store = open("another")) {
      assertThat(store.next()).isEqualTo(OffsetVector.BEGINNING);
      assertThat(store.reads().count()).isZero();
    }
  }

  @Test
  void beginsAnewWithAnotherSchema() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).change(0, 5)), at(6));
    }
    DatabaseSettings settings = database();
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE sealbus_verdict_state SET version = version + 1");
    }

    try (VerdictStore store = open()) {
      assertThat(store.next()).isEqualTo(OffsetVector.BEGINNING);
      assertThat(store.reads().count()).isZero();
    }
  }

  @Test
  void beginsAnewWhereDeletionsMayHaveBeenMissed() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).change(0, 5)), at(6));
    }
    now = now.plus(Duration.ofDays(6)).plusSeconds(1);

    try (VerdictStore store = open()) {
      assertThat(store.next()).isEqualTo(OffsetVector.BEGINNING);
    }
  }

  @Test
  void doesNotVouchForDeletionsFromBeforeARebuild() throws Exception {
    try (VerdictStore store = open()) {
      store.write(List.of(Verdict.of(A).change(0, 5)), at(6));
      store.caughtUp();

      assertThat(store.horizon()).hasToString("0:6");

      store.write(List.of(Verdict.of(A).change(0, 6)), at(7));
      store.caughtUp();

      assertThat(store.horizon()).hasToString("0:6");
    }
  }

  @Test
  void writesNothingOfABatchThatFails() throws Exception {
    try (VerdictStore store = open()) {
      // An offset that the table cannot hold fails after the rows were written.
      var tooLong = new VerdictChange(0, 1, "r/" + "x".repeat(1100), new byte[0], null);

      assertThatThrownBy(() -> store.write(List.of(Verdict.of(A).change(0, 0), tooLong), at(2)))
          .isInstanceOf(StoreUnavailableException.class);

      assertThat(store.reads().find(A)).isEmpty();
      assertThat(store.next()).isEqualTo(OffsetVector.BEGINNING);
      store.write(List.of(Verdict.of(A).change(0, 0)), at(1));
      assertThat(store.reads().find(A)).isPresent();
    }
  }

  /** Tries to open {@code settings} while it is open here. */
  static void assertTaken(DatabaseSettings settings) {
    assertThatThrownBy(() -> VerdictStore.open(settings, "topic", Instant::now))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("in use by another process");
  }
}
