package io.sealbus.renderer.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class StreamStartTest {
  private static final OffsetVector HORIZON = new OffsetVector(Map.of(0, 10L));
  private static final VerdictFeed.Position POSITION =
      new VerdictFeed.Position(7, new OffsetVector(Map.of(0, 20L, 1, 5L)), 0);

  private static StreamStart start(String lastEventId, boolean snapshot) {
    return StreamStart.of(
        lastEventId == null ? null : OffsetVector.parse(lastEventId).orElseThrow(),
        snapshot,
        POSITION,
        HORIZON);
  }

  @Test
  void beginsWithWhatComesNext() {
    assertThat(start(null, false).live()).isTrue();
  }

  @Test
  void beginsWithASnapshotWhereOneIsWanted() {
    assertThat(start(null, true).next()).isEqualTo(OffsetVector.BEGINNING);
    assertThat(start(null, true).live()).isFalse();
  }

  @Test
  void resumesFromThePlaceOfTheClientEvenWhereASnapshotIsWanted() {
    assertThat(start("0:12,1:2", true).next()).hasToString("0:12,1:2");
    assertThat(start("0:12,1:2", true).forget()).isFalse();
    assertThat(start("0:12,1:2", true).snapshot()).isFalse();
  }

  @Test
  void makesAClientForgetThatMayHaveMissedDeletions() {
    assertThat(start("0:9,1:5", false).forget()).isTrue();
    assertThat(start("0:9,1:5", false).next()).isEqualTo(OffsetVector.BEGINNING);
  }

  @Test
  void makesAClientForgetThatKnowsAnotherTopic() {
    assertThat(start("0:21", false).forget()).isTrue();
    assertThat(start("0:20,7:1", false).forget()).isTrue();
  }

  @Test
  void needsNothingForgottenByAClientThatKnowsNothing() {
    assertThat(start("0:0", false).forget()).isFalse();
    assertThat(start("0:0", false).snapshot()).isTrue();
  }
}
