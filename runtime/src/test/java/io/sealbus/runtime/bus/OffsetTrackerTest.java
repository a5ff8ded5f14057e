package io.sealbus.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
  @Test
  void commitsNothingBeyondTheFirstUnfinishedRecord() {
    var tracker = new OffsetTracker(10);
    tracker.handedOut(10);
    tracker.handedOut(11);
    tracker.handedOut(14);

    tracker.done(11);
    tracker.done(14);

    assertThat(tracker.committable()).isEqualTo(10);
    assertThat(tracker.idle()).isFalse();
  }

  @Test
  void commitsUpToTheNextRecordWhenAllAreDone() {
    var tracker = new OffsetTracker(10);
    tracker.handedOut(10);
    tracker.handedOut(14);

    tracker.done(14);
    tracker.done(10);

    assertThat(tracker.committable()).isEqualTo(15);
    assertThat(tracker.idle()).isTrue();
  }

  @Test
  void startsAtTheCommittedOffset() {
    assertThat(new OffsetTracker(7).committable()).isEqualTo(7);
  }
}
