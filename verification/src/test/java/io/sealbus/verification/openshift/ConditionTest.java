package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {
  @Test
  void aConflictNamesOddScopesInTheirOrderWithGosEscapes() {
    var condition = Condition.conflict(List.of("z\n\"x\"", "a\u2028"), 3);

    assertThat(condition.message())
        .startsWith("has conflicting scope(s) [\"z\\n\\\"x\\\"\" \"a\\u2028\"] that equal to");
    assertThat(condition.observedGeneration()).isEqualTo(3);
  }
}
