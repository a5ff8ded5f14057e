package io.sealbus.verification.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
  @Test
  void readsYamlDocumentsInTheirOrderAndLeavesEmptyOnesOut() {
    assertThat(read("---\n---\na: 1\n---\n# nothing\n---\nb: [x, null]\n"))
        .containsExactly(
            mapping("a", new Node.Number("1")),
            mapping("b", new Node.Sequence(List.of(new Node.Text("x"), new Node.Null()))));
  }

  @Test
  void readsJsonTextsThatFollowOneAnother() {
    assertThat(read("{\"a\": 1.5}\n{\"b\": \"\\ud83d\\ude00\"}"))
        .containsExactly(
            mapping("a", new Node.Number("1.5")), mapping("b", new Node.Text("\uD83D\uDE00")));
  }

  @Test
  void readsYamlOfTheFlowStyleThatOnlyStartsLikeJson() {
    assertThat(read("{a: b}\n---\nc: d\n"))
        .containsExactly(mapping("a", new Node.Text("b")), mapping("c", new Node.Text("d")));
  }

  @Test
  void replacesHalfASurrogatePairInJsonAsGoDoes() {
    assertThat(read("{\"a\": \"x\\ud800y\"}"))
        .containsExactly(mapping("a", new Node.Text("x\uFFFDy")));
  }

  @Test
  void skipsAByteOrderMark() {
    assertThat(read("\uFEFFa: b")).containsExactly(mapping("a", new Node.Text("b")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes | boolean",
        "On | boolean",
        "n | boolean",
        "true | boolean",
        "tRUE | string",
        "~ | null",
        "Null | null",
        "nil | string",
        "12 | integer",
        "+1_000 | integer",
        "0x1F | integer",
        "0b11 | integer",
        "0o17 | integer",
        "9223372036854775807 | integer",
        "1.0 | integer",
        "1.5 | number",
        "1e3 | integer",
        "1e400 | string",
        ".5 | number",
        "5. | integer",
        "- | string",
        "-1 | integer",
        "--1 | string",
        "0x | string",
        "08 | integer",
        "1.2.3 | string",
        "12:30 | string",
        "2026-01-01 | string",
        "'yes' | string",
        "\"12\" | string",
        "1_a | string",
        "0b12 | string"
      })
  void givesPlainScalarsTheMeaningThatTheApiServerGivesThem(String scalar, String type) {
    Node.Mapping document = (Node.Mapping) read("a: " + scalar).getFirst();

    assertThat(document.get("a").typeName()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"010, 8", "08, 8", "0x1F, 31", "0b11, 3", "0o17, 15", "1.0, 1", "1e3, 1000", "-0, 0"})
  void writesNumbersAsTheApiServerSeesThem(String scalar, String json) {
    assertThat(read("a: " + scalar)).containsExactly(mapping("a", new Node.Number(json)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: &x b\\nc: *x | ALIAS",
        "<<: {a: b} | ALIAS",
        "a: !!str b | TAG",
        "a: !x [] | TAG",
        "a: ! b | TAG",
        "a: 1\\na: 2 | DUPLICATE_KEY",
        "{\"a\": 1, \"a\": 2} | DUPLICATE_KEY",
        "{\"a\": 1, \"\\u0061\": 2} | DUPLICATE_KEY",
        "1: a | KEY_NOT_TEXT",
        "on: a | KEY_NOT_TEXT",
        "[a]: b | KEY_NOT_TEXT",
        "a: .inf | NUMBER_NOT_FINITE",
        "a: b: c | SYNTAX",
        "{\"a\": | SYNTAX",
        "a: \"\\ud800\" | SYNTAX",
        "a: [ | SYNTAX",
      })
  void refusesWhatCouldBeReadInTwoWays(String text, FindingCode code) {
    assertThat(refusal(text.replace("\\n", "\n"), Limits.DEFAULT).code()).isEqualTo(code);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    var reading = Documents.read(new byte[] {'a', ':', ' ', (byte) 0xFF}, Limits.DEFAULT);

    assertThat(findings(reading)).extracting(Finding::code).containsExactly(FindingCode.NOT_UTF8);
  }

  @Test
  void refusesMoreBytesThanTheLimit() {
    var limits = new Limits(4, 64, 1000);

    assertThat(refusal("a: bc", limits).code()).isEqualTo(FindingCode.TOO_LARGE);
    assertThat(Documents.read("a: b".getBytes(StandardCharsets.UTF_8), limits))
        .isInstanceOf(Reading.Read.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[a]]", "{\"a\": {\"b\": 1}}", "a:\n  b:\n"})
  void refusesDeeperNestingThanTheLimit(String text) {
    assertThat(refusal(text, new Limits(1000, 1, 1000)).code()).isEqualTo(FindingCode.TOO_DEEP);
    assertThat(Documents.read(text.getBytes(StandardCharsets.UTF_8), new Limits(1000, 2, 1000)))
        .isInstanceOf(Reading.Read.class);
  }

  @Test
  void refusesAMillionOpenBracketsAtOnce() {
    assertThat(refusal("[".repeat(1_000_000), Limits.DEFAULT).code())
        .isEqualTo(FindingCode.TOO_DEEP);
    assertThat(refusal("{\"a\":".repeat(1_000_000), Limits.DEFAULT).code())
        .isEqualTo(FindingCode.TOO_DEEP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: b\n---\nc: d\n", "{\"a\": 1}{\"b\": 2}", "---\n---\na: b\n"})
  void refusesMoreDocumentsThanTheLimit(String text) {
    assertThat(refusal(text, new Limits(1000, 64, 1)).code())
        .isEqualTo(FindingCode.TOO_MANY_DOCUMENTS);
  }

  @Test
  void saysWhichDocumentAndWhereInTheText() {
    Finding finding = refusal("a: b\n---\nc: &x d\ne: *x\n", Limits.DEFAULT);

    assertThat(finding.path()).isEqualTo("documents[1]");
    assertThat(finding.message()).startsWith("line 4, column 4: ");
  }

  @Test
  void answersWhateverTheBytes() {
    var random = new Random(20260101);
    byte[] alphabet = "{}[]:,-&*!|>'\"%@`#? \n\tabc019~<\\u\u00e9".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] text = new byte[random.nextInt(40)];
      for (int j = 0; j < text.length; j++) {
        text[j] =
            random.nextInt(20) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      assertThat(Documents.read(text, Limits.DEFAULT)).isNotNull();
    }
  }

  @Test
  void writesWhatItReadAsJson() {
    String json = "{\"z\":[1,-2.5e10,true,null,{}],\"a\":\"\\u0001\\\"x\"}";

    assertThat(JsonText.write(read(json).getFirst())).isEqualTo(json);
  }

  private static Node mapping(String name, Node value) {
    return new Node.Mapping(Map.of(name, value));
  }

  private static List<Node> read(String text) {
    var reading = Documents.read(text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read<List<Node>>) reading).value();
  }

  private static Finding refusal(String text, Limits limits) {
    var reading = Documents.read(text.getBytes(StandardCharsets.UTF_8), limits);
    assertThat(findings(reading)).hasSize(1);
    return findings(reading).getFirst();
  }

  private static List<Finding> findings(Reading<?> reading) {
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused<?>) reading).findings();
  }
}
