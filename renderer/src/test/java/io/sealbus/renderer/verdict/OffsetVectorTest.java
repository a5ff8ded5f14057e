package io.sealbus.renderer.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OffsetVectorTest {
  @Test
  void readsWhatItWrites() {
    var vector = new OffsetVector(Map.of(0, 17L, 11, 4L, 2, 0L));

    assertThat(vector).hasToString("0:17,2:0,11:4");
    assertThat(OffsetVector.parse("0:17,2:0,11:4")).contains(vector);
    assertThat(OffsetVector.parse("")).contains(OffsetVector.BEGINNING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0:",
        ":1",
        "0:1,",
        ",0:1",
        "0:-1",
        "0:1,0:2",
        "00:1",
        "0:01",
        "a:1",
        " 0:1",
        "0:99999999999999999999",
        "1234567890:1"
      })
  void refusesWhatItDoesNotWrite(String text) {
    assertThat(OffsetVector.parse(text)).isEmpty();
  }

  @Test
  void neverMovesBack() {
    var vector = new OffsetVector(Map.of(0, 17L));

    assertThat(vector.after(0, 3)).isEqualTo(vector);
    assertThat(vector.after(0, 17)).hasToString("0:18");
    assertThat(vector.max(new OffsetVector(Map.of(0, 4L, 1, 2L)))).hasToString("0:17,1:2");
  }

  @Test
  void coversWhatIsNotFartherOnAnyPartition() {
    var vector = new OffsetVector(Map.of(0, 17L));

    assertThat(vector.covers(OffsetVector.BEGINNING)).isTrue();
    assertThat(vector.covers(new OffsetVector(Map.of(0, 17L)))).isTrue();
    assertThat(vector.covers(new OffsetVector(Map.of(0, 18L)))).isFalse();
    assertThat(vector.covers(new OffsetVector(Map.of(1, 1L)))).isFalse();
  }
}
