package io.sealbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  private static final Machine MACHINE = new Machine(2, "some processor", "8 GiB", "Linux", "JDK");
  private static final Measurement OURS =
      measurement("law", "sealbus", 90, 100, 80)
          .with(
              Target.atLeast(0.85).of("floor-accp"),
              Target.atLeast(2).of(Target.BEST_PEER),
              Target.atMost(89));

  @TempDir private Path folder;

  @Test
  void dividesByTheFloorAndByTheBestPeer() {
    String page =
        Report.page(
            MACHINE,
            List.of(
                OURS,
                measurement("law", "slow peer", 1, 1, 1),
                measurement("law", "fast peer", 50, 60, 40),
                measurement("law", "floor-openssl", 1000, 1000, 1000),
                measurement("law", "floor-accp", 100, 100, 100)));

    assertThat(page)
        .contains(
            "| law | checks/CPU-s | 90.0 | 100 floor-accp | 0.90 | 50.0 fast peer | 1.80 "
                + "| ≥ 0.85 × floor accp: met; ≥ 2.00 × best peer: **missed**; ≤ 89.0: **missed**, by the floor too: 100 |");
  }

  @Test
  void saysWhereTheFloorMissesATargetToo() {
    String page =
        Report.page(
            MACHINE,
            List.of(
                OURS,
                measurement("law", "fast peer", 80, 80, 80),
                measurement("law", "floor-accp", 100, 100, 100)));

    assertThat(page).contains("≥ 2.00 × best peer: **missed**, by the floor too: 1.25;");
  }

  @Test
  void leavesOutWhatWasNotMeasured() {
    assertThat(Report.page(MACHINE, List.of(OURS)))
        .contains(
            "| law | checks/CPU-s | 90.0 | – | – | – | – | ≥ 0.85 × floor accp: not measured");
  }

  @Test
  void countsTheSmallestAsBestWhereTheUnitIsNoRate() {
    var slow = new Measurement("start", "verify", "slow peer", "ms", List.of(30.0), 1);
    var fast = new Measurement("start", "verify", "fast peer", "ms", List.of(20.0), 1);

    assertThat(Comparison.of(List.of(slow, fast)).getFirst().bestPeer()).contains(fast);
  }

  @Test
  void takesTheMiddleOfTheRounds() {
    Measurement even = measurement("law", "sealbus", 4, 1, 3, 2);

    assertThat(even.min()).isEqualTo(1);
    assertThat(even.median()).isEqualTo(2.5);
    assertThat(even.max()).isEqualTo(4);
  }

  @Test
  void readsWhatItWrote() throws Exception {
    var results = new Results(folder);
    results.write("law", List.of(OURS));

    assertThat(results.read(List.of("law", "fleet"))).containsExactly(OURS);
    assertThat(Files.readString(folder.resolve("law.json"))).contains("\"median\" : 90.0");
  }

  private static Measurement measurement(String name, String subject, double... rounds) {
    return new Measurement(
        "evaluation",
        name,
        subject,
        "checks/CPU-s",
        java.util.Arrays.stream(rounds).boxed().toList(),
        1);
  }
}
