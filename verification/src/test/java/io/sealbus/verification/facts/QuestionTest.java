package io.sealbus.verification.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final byte[] KEY = bytes(91);
  private static final byte[] MESSAGE = bytes(230);
  private static final byte[] SIGNATURE = bytes(71);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  @Test
  void isAnotherForEveryBitOfEveryInput() {
    // Given
    var questions = new HashSet<Question>();
    questions.add(Question.signature("rule", KEY, MESSAGE, SIGNATURE));

    // When
    for (int bit = 0; bit < KEY.length * 8; bit++) {
      questions.add(Question.signature("rule", flipped(KEY, bit), MESSAGE, SIGNATURE));
    }
    for (int bit = 0; bit < MESSAGE.length * 8; bit++) {
      questions.add(Question.signature("rule", KEY, flipped(MESSAGE, bit), SIGNATURE));
    }
    for (int bit = 0; bit < SIGNATURE.length * 8; bit++) {
      questions.add(Question.signature("rule", KEY, MESSAGE, flipped(SIGNATURE, bit)));
    }
    questions.add(Question.signature("rulf", KEY, MESSAGE, SIGNATURE));

    // Then
    assertThat(questions).hasSize(2 + 8 * (KEY.length + MESSAGE.length + SIGNATURE.length));
  }

  @Test
  void isAnotherWhereTheSameBytesAreDividedInAnotherWay() {
    // Given
    var questions = new HashSet<Question>();
    byte[] all = bytes(40);

    // When
    for (int first = 0; first <= all.length; first++) {
      for (int second = first; second <= all.length; second++) {
        questions.add(
            Question.signature(
                "rule",
                Arrays.copyOf(all, first),
                Arrays.copyOfRange(all, second, all.length),
                Arrays.copyOfRange(all, first, second)));
      }
    }

    // Then
    assertThat(questions).hasSize(41 * 42 / 2);
  }

  @Test
  void isReadAsItWasWritten() {
    // Given
    Question question = Question.signature("rule", KEY, MESSAGE, SIGNATURE);
    byte[] written = new byte[2 * Facts.FACT_BYTES];

    // When
    question.write(false, written, 0);
    question.write(true, written, Facts.FACT_BYTES);

    // Then
    assertThat(Question.read(written, 0)).isEqualTo(question);
    assertThat(Question.read(written, Facts.FACT_BYTES)).isEqualTo(question);
    assertThat(written[Facts.FACT_BYTES - 1] & 1).isZero();
    assertThat(written[2 * Facts.FACT_BYTES - 1] & 1).isEqualTo(1);
  }
}
