package io.sealbus.verification.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static Reading begun() {
    return Reading.of("test");
  }

  private static Question of(String... texts) {
    Reading reading = begun();
    for (String text : texts) {
      reading.add(text);
    }
    return reading.question();
  }

  @Test
  void isAnotherWhereTheSameTextsAreDividedInAnotherWay() {
    // Given
    var questions = new HashSet<Question>();
    String all = "abcdefghijklmnop";

    // When
    for (int first = 0; first <= all.length(); first++) {
      for (int second = first; second <= all.length(); second++) {
        questions.add(
            of(all.substring(0, first), all.substring(first, second), all.substring(second)));
      }
    }

    // Then
    assertThat(questions).hasSize(17 * 18 / 2);
  }

  @Test
  void isAnotherForNothingThanForNoTextAndNoBytes() {
    assertThat(
            Set.of(
                begun().question(),
                begun().add("").question(),
                begun().add(new byte[0]).question(),
                begun().add((String) null).question(),
                begun().add("").add("").question(),
                begun().add(0).question(),
                begun().add("\0\0\0\0\0\0\0\0").question(),
                begun().add(new byte[8]).question(),
                Reading.of("tesu").question()))
        .hasSize(9);
  }

  @Test
  void tellsTextsApartThatNoOneCharsetDoes() {
    assertThat(
            Set.of(
                of("?"),
                of("\ud800"),
                of("\udc00"),
                of("\ufffd"),
                of("\u00e9"),
                of("\u00c3\u00a9"),
                of("\u20ac"),
                of("\ud83d\ude00"),
                of("??")))
        .hasSize(9);
  }

  @Test
  void takesInstantsToTheNanosecond() {
    Instant time = Instant.parse("2026-06-01T00:00:00Z");
    assertThat(
            Set.of(
                begun().add(time).question(),
                begun().add(time.plusNanos(1)).question(),
                begun().add(Instant.MIN).question(),
                begun().add((Instant) null).question()))
        .hasSize(4);
  }

  @Test
  void isTheSameForTheSameParts() {
    byte[] bytes = {1, 2, 3};
    assertThat(begun().add(bytes).question())
        .isEqualTo(begun().add(Bytes.copyOf(bytes)).question());
    assertThat(begun().add("\u20ac").digest()).isEqualTo(begun().add("\u20ac").digest());
  }

  @Test
  void mayBeBegunWithinAnotherAndLeftUnfinished() {
    // Given
    Question alone = begun().add("a").add("b").question();

    // When
    Reading outer = begun().add("a");
    Question inner = begun().add("x").question();
    begun().add("left");
    Question whole = outer.add("b").question();

    // Then
    assertThat(whole).isEqualTo(alone);
    assertThat(inner).isEqualTo(begun().add("x").question());
  }

  @Test
  void takesMoreThanItsFirstBuffer() {
    String large = "x".repeat(1 << 20);
    assertThat(of(large, "a")).isNotEqualTo(of(large, "b"));
    assertThat(of(large, "a")).isEqualTo(of(large, "a"));
    assertThat(of("a")).isEqualTo(of("a"));
  }
}
