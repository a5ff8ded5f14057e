package io.sealbus.verification.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.verification.json.JsonValue.JsonString;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {
  private static final int MAX = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "01",
        "+1",
        "-",
        "1.",
        ".5",
        "1e",
        "0x1",
        "NaN",
        "Infinity",
        "tru",
        "nul",
        "True",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"",
        "1 2",
        "{} {}",
        "{}x",
        "// c\n1",
        "/* c */1",
        "# c\n1",
        "\uFEFF{}",
        "\u00a01",
        "\f1",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "[1 2]"
      })
  void refusesWhatIsNotOneJsonText(String text) {
    assertThatThrownBy(() -> JsonParser.parse(text.getBytes(UTF_8), MAX))
        .isInstanceOf(InvalidJsonException.class);
  }

  @Test
  void refusesMoreThanItsBounds() throws Exception {
    String deep = "[".repeat(JsonParser.MAX_DEPTH) + "]".repeat(JsonParser.MAX_DEPTH);
    assertThat(JsonParser.parse(deep, MAX)).isNotNull();
    assertThatThrownBy(() -> JsonParser.parse("[" + deep + "]", MAX))
        .isInstanceOf(InvalidJsonException.class);
    assertThatThrownBy(() -> JsonParser.parse("[".repeat(100_000), MAX))
        .isInstanceOf(InvalidJsonException.class);
    assertThatThrownBy(() -> JsonParser.parse("1".repeat(2000), MAX))
        .isInstanceOf(InvalidJsonException.class);
    assertThatThrownBy(() -> JsonParser.parse("[1]".getBytes(UTF_8), 2))
        .isInstanceOf(InvalidJsonException.class);
  }

  static Stream<String[]> malformedText() {
    return Stream.of(
        new String[] {"\"\u00ff\"", "\uFFFD"},
        new String[] {"\"\u00e2\u0082\"", "\uFFFD\uFFFD"},
        new String[] {"\"\u00ed\u00a0\u0080\"", "\uFFFD\uFFFD\uFFFD"},
        new String[] {"\"\u00c0\u0080\"", "\uFFFD\uFFFD"},
        new String[] {"\"\u00e2\u0082\u00ac\"", "\u20ac"},
        new String[] {"\"\\ud800\"", "\uFFFD"},
        new String[] {"\"\\udc00\\ud800\"", "\uFFFD\uFFFD"},
        new String[] {"\"\\ud83d\\ude00\"", "\ud83d\ude00"});
  }

  /** The first text's characters stand for bytes. */
  @ParameterizedTest
  @MethodSource("malformedText")
  void readsMalformedTextAsGoDoes(String bytes, String expected) throws Exception {
    assertThat(JsonParser.parse(bytes.getBytes(ISO_8859_1), MAX))
        .isEqualTo(new JsonString(expected));
  }

  @Test
  void refusesTwoMembersOfOneNameAlsoWhereOneIsEscaped() throws Exception {
    JsonValue value = JsonParser.parse("{\"a\":1,\"\\u0061\":2}", MAX);
    assertThatThrownBy(() -> Members.of("$", value)).isInstanceOf(InvalidJsonException.class);
  }

  @Test
  void isStrictAboutMembersAndTheirTypes() throws Exception {
    Members members =
        Members.of("$", JsonParser.parse("{\"a\":1,\"b\":null,\"c\":[null,\"x\"]}", MAX));
    assertThatThrownBy(() -> members.only(Set.of("a", "b", "C")))
        .isInstanceOf(InvalidJsonException.class);
    assertThatThrownBy(() -> members.exactly(Set.of("a", "b", "c", "d")))
        .isInstanceOf(InvalidJsonException.class);
    assertThatThrownBy(() -> members.string("a")).isInstanceOf(InvalidJsonException.class);
    assertThat(members.string("b")).isEmpty();
    assertThat(members.int64("a")).isEqualTo(1);
    assertThat(members.strings("c")).containsExactly(null, "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "9223372036854775808", "\"1\"", "true", "[1]"})
  void readsOnlyWholeNumbersAsIntegers(String number) throws Exception {
    Members members = Members.of("$", JsonParser.parse("{\"a\":" + number + "}", MAX));
    assertThatThrownBy(() -> members.int64("a")).isInstanceOf(InvalidJsonException.class);
  }

  @Test
  void isLenientWhereGoDecodesIntoAStruct() throws Exception {
    LenientMembers members =
        LenientMembers.of(
            "$", JsonParser.parse("{\"KIND\":\"a\",\"x\":1,\"kind\":\"b\",\"o\":null}", MAX));
    assertThat(members.string("kind")).isEqualTo("b");
    assertThat(members.object("o")).isNull();
    assertThatThrownBy(() -> members.string("X")).isInstanceOf(InvalidJsonException.class);
  }

  @Test
  void answersToAnyBytes() {
    var random = new Random(3);
    byte[] alphabet = "{}[]\",:\\u0123456789abctrfnlse. -+eE\n".getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      for (int j = 0; j < bytes.length; j++) {
        boolean any = random.nextInt(8) == 0;
        bytes[j] = any ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
      }
      try {
        CanonicalJson.of(JsonParser.parse(bytes, MAX));
      } catch (InvalidJsonException e) {
        assertThat(e.path()).startsWith("$");
      }
    }
  }

  /** RFC 8785, appendix B, and section 3.2.3's example below. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void printsNumbersAsEcmaScriptDoes(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(EcmaScriptNumber.format(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1740830580.0, 1740830580",
    "1.75e9, 1750000000",
    "9007199254740993, 9007199254740992",
    "-0, 0",
    "0.5e-3, 0.0005",
    "1e-7, 1e-7",
    "123456789012345678901, 123456789012345680000",
    "2e23, 2e+23"
  })
  void canonicalizesNumbers(String number, String expected) throws Exception {
    assertThat(CanonicalJson.of(JsonParser.parse(number, MAX))).isEqualTo(expected);
  }

  @Test
  void sortsMembersByUtf16AndEscapesAsLittleAsItMay() throws Exception {
    String text =
        "{\"\\u20ac\":\"Euro\",\"\\r\":\"CR\",\"\\ufb33\":\"Dalet\",\"1\":\"One\","
            + "\"\\ud83d\\ude00\":\"Smile\",\"\\u0080\":\"Control\",\"\\u00f6\":\"O\",\"s\":"
            + "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}";
    assertThat(CanonicalJson.of(JsonParser.parse(text, MAX)))
        .isEqualTo(
            "{\"\\r\":\"CR\",\"1\":\"One\",\"s\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\","
                + "\"\u0080\":\"Control\",\"\u00f6\":\"O\",\"\u20ac\":\"Euro\","
                + "\"\ud83d\ude00\":\"Smile\",\"\ufb33\":\"Dalet\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":1}", "[{\"a\":{\"b\":1,\"\\u0062\":2}}]", "1e400"})
  void hasNoCanonicalFormForWhatIsAmbiguous(String text) throws Exception {
    JsonValue value = JsonParser.parse(text, MAX);
    assertThatThrownBy(() -> CanonicalJson.of(value)).isInstanceOf(InvalidJsonException.class);
  }
}
