package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestedTest {
  @ParameterizedTest
  @CsvSource({
    "quay.io/org, quay.io/org, true",
    "quay.io/org/app, quay.io/org, true",
    "quay.io/org/app:v1, quay.io/org, true",
    "quay.io/organ, quay.io/org, false",
    "quay.io, quay.io/org, false",
    "quay.io/org:v1, quay.io/org, false",
    "quay.io/org@sha256:aa, quay.io/org, false",
    "quay.io:5000/org, quay.io, false",
    "Quay.io/org, quay.io, false",
    "a.example.com, *.example.com, true",
    "a.b.example.com/x/y, *.example.com, true",
    "a.example.com:5000/x, *.example.com, true",
    "a.example.com/x:tag, *.example.com, false",
    "a.example.com/x@sha256:aa, *.example.com, false",
    "*.sub.example.com, *.example.com, true",
    "*.example.com, *.example.com, true",
    "example.com, *.example.com, false",
    "aexample.com, *.example.com, false",
    "quay.io/a.example.com, *.example.com, false",
    "quay.io/a.example.com:5, *.example.com, false",
    "a.example.com.evil.org, *.example.com, false",
  })
  void followsTheRuleOfTheController(String sub, String outer, boolean nested) {
    assertThat(Nested.isNested(sub, outer)).isEqualTo(nested);
  }

  @Test
  void answersForManyScopesAsForEachOfThem() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      List<String> outers = List.of(scope(random), scope(random), scope(random));
      String sub = scope(random);

      assertThat(Nested.in(outers).contains(sub))
          .as("%s in %s", sub, outers)
          .isEqualTo(outers.stream().anyMatch(outer -> byTheLetter(sub, outer)));
    }
  }

  /** The rule as it is written down, one pair at a time. */
  private static boolean byTheLetter(String sub, String outer) {
    if (sub.equals(outer)) {
      return true;
    }
    if (sub.startsWith(outer) && sub.charAt(outer.length()) == '/') {
      return true;
    }
    if (!outer.startsWith("*.")) {
      return false;
    }
    if (sub.contains(":")) {
      String head = sub.substring(0, sub.indexOf(':'));
      return head.endsWith(outer.substring(1)) && !head.contains("/");
    }
    return sub.split("/", -1)[0].endsWith(outer.substring(1));
  }

  private static String scope(Random random) {
    var parts = new ArrayList<String>();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      parts.add(List.of("a", "b", ".", "/", ":", "*", "*.a", "a.b").get(random.nextInt(8)));
    }
    return String.join("", parts);
  }
}
