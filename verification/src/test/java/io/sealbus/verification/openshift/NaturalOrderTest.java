package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void sortsNumbersByValueAndLettersBehindEverythingElse() {
    var keys =
        List.of(
            "9.0.0.1:5000",
            "10.0.0.12:5000",
            "Host2.example.com",
            "example.com/repo",
            "example.com/repo-9",
            "example.com/repo-10",
            "example.com/repo.9",
            "example.com/repo_9",
            "example.com:443",
            "example.com:5000",
            "host1.example.com",
            "host9.example.com",
            "host10.example.com");

    for (long seed = 0; seed < 50; seed++) {
      assertThat(NaturalOrder.sorted(shuffled(keys, seed))).isEqualTo(keys);
    }
  }

  @Test
  void theComparisonIsACircleAndTheOrderStillAlwaysTheSame() {
    var keys = List.of("r8.example.com", "r10.example.com", "r1a.example.com");
    assertThat(NaturalOrder.isLess(keys.get(0), keys.get(1))).isTrue();
    assertThat(NaturalOrder.isLess(keys.get(1), keys.get(2))).isTrue();
    assertThat(NaturalOrder.isLess(keys.get(2), keys.get(0))).isTrue();

    List<String> once = NaturalOrder.sorted(keys);

    for (long seed = 0; seed < 20; seed++) {
      assertThat(NaturalOrder.sorted(shuffled(keys, seed))).isEqualTo(once);
    }
  }

  @Test
  void sortsThousandsOfKeysThatFormCirclesWithoutBreaking() {
    var random = new Random(11);
    var keys = new ArrayList<String>();
    for (int i = 0; i < 5_000; i++) {
      keys.add("r" + Integer.toHexString(random.nextInt()) + ".example.com");
    }

    assertThat(NaturalOrder.sorted(keys)).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void numbersBeyond64BitsWrapAround() {
    assertThat(NaturalOrder.isLess("a9223372036854775808", "a1")).isTrue();
  }

  private static List<String> shuffled(List<String> keys, long seed) {
    var copy = new ArrayList<>(keys);
    Collections.shuffle(copy, new Random(seed));
    return copy;
  }
}
