package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.sigstore.evaluation.StatementMemory.Form;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementMemoryTest {
  private static final byte[] REQUIREMENT = {1};

  private final Facts facts = Facts.ofAtMost(100);

  private static Attachment attachment(String content) {
    return new Attachment("a/b", Digest.sha256(content), Bytes.utf8(content), Map.of());
  }

  /** One text may be an envelope to one reader and a bundle to another, with two statements. */
  @Test
  void whatALayerSaysIsNotWhatTheSameBytesSayAsABundle() {
    for (Form form : Form.values()) {
      // Given
      Attachment both = attachment(form.name());

      // When
      StatementMemory.of(facts, form, both).remember(REQUIREMENT);

      // Then
      for (Form other : Form.values()) {
        assertThat(StatementMemory.of(facts, other, both).satisfies(REQUIREMENT))
            .isEqualTo(form == other);
      }
    }
  }

  @Test
  void saysNothingOfOtherRequirementsAndAttachments() {
    // Given
    Attachment one = attachment("one");

    // When
    StatementMemory.of(facts, Form.LAYER, one).remember(REQUIREMENT);

    // Then
    assertThat(StatementMemory.of(facts, Form.LAYER, one).satisfies(REQUIREMENT)).isTrue();
    assertThat(StatementMemory.of(facts, Form.LAYER, one).satisfies(new byte[] {2})).isFalse();
    assertThat(StatementMemory.of(facts, Form.LAYER, attachment("two")).satisfies(REQUIREMENT))
        .isFalse();
  }
}
