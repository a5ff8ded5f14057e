package io.sealbus.verifier.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepPaceTest {
  private static final long SLICE = 2_000_000;

  private long now = Long.MAX_VALUE - SLICE;
  private final SweepPace pace = new SweepPace(Duration.ofNanos(SLICE), 0.25, () -> now);

  private long length() {
    long begun = now;
    SweepPace.Slice slice = pace.slice();
    while (slice.goesOn()) {
      now += SLICE / 10;
    }
    return now - begun;
  }

  @Test
  void slicesAreLongWhileNoFreshRecordsCome() {
    assertThat(length()).isEqualTo(SweepPace.LONGER * SLICE);
  }

  @Test
  void slicesAreShortForASecondAfterAFreshRecord() {
    pace.fresh();

    assertThat(length()).isEqualTo(SLICE);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(length()).isEqualTo(SweepPace.LONGER * SLICE);
  }

  @Test
  void aThreadRestsForTheShareThatIsNotItsOwn() {
    pace.fresh();
    SweepPace.Slice slice = pace.slice();
    now += SLICE;
    slice.end();

    assertThat(slice.rest()).isEqualTo(3 * SLICE);
    now += 3 * SLICE;
    assertThat(slice.rest()).isZero();
  }

  @Test
  void nobodyRestsWhileNoFreshRecordsCome() {
    SweepPace.Slice slice = pace.slice();
    now += SLICE;
    slice.end();

    assertThat(slice.rest()).isZero();
  }

  @Test
  void oneProcessorIsLeftToOthers() {
    assertThat(SweepPace.share(2, 2)).isEqualTo(0.5);
    assertThat(SweepPace.share(2, 1)).isEqualTo(0.25);
    assertThat(SweepPace.share(4, 4)).isEqualTo(0.75);
    assertThat(SweepPace.share(2, 8)).isEqualTo(1);
  }
}
