package io.sealbus.verification.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlobIndexTest {
  private static final String[] PIECES = {
    "a", "b", "ghcr.io/", "index.docker.io/", "/", "*", "**", ":v1", "@sha256:1", "-", ""
  };

  private static String text(Random random, boolean wild) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      String piece = PIECES[random.nextInt(PIECES.length)];
      text.append(wild ? piece : piece.replace("*", "c"));
    }
    return text.toString();
  }

  private static boolean isFor(List<String> globs, String name) {
    return globs.stream().anyMatch(g -> Glob.parse(g).map(glob -> glob.matches(name)).orElse(true));
  }

  @Test
  void findsWhatHoldingEveryGlobAgainstTheNameFinds() {
    var random = new Random(20261127);
    for (int round = 0; round < 400; round++) {
      var policies = new ArrayList<List<String>>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        policies.add(
            IntStream.range(0, 1 + random.nextInt(3)).mapToObj(g -> text(random, true)).toList());
      }
      var index = GlobIndex.of(policies);
      for (int i = 0; i < 50; i++) {
        String name = text(random, false);
        var expected = new BitSet();
        IntStream.range(0, policies.size())
            .filter(p -> isFor(policies.get(p), name))
            .forEach(expected::set);

        assertThat(index.matching(name)).as("%s among %s", name, policies).isEqualTo(expected);
      }
    }
  }

  @Test
  void aPolicyWithABrokenGlobIsForEveryImage() {
    var index = GlobIndex.of(List.of(List.of("a/**"), List.of("a/**", "b{")));

    assertThat(index.matching("c/d:e")).isEqualTo(BitSet.valueOf(new long[] {2}));
  }
}
