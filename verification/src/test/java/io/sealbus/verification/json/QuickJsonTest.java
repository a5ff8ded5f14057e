package io.sealbus.verification.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read by hand is what the general parser reads, to the last value. */
class QuickJsonTest {
  private static final Path VECTORS = Path.of(System.getProperty("sealbus.root", ".."), "vectors");

  /** Everything that the grammar has, so that a change of one byte reaches each rule. */
  private static final String ALL =
      " {\"a\" : [0, -0, 12.50e-3, 1E+9, -7.25], \"b\\n\\\"\\\\\\/\\b\\f\\r\\t\\u00e9\\u20ac\":"
          + "{\"\":\"\"} ,\n\"c\":[[],{},[true,false],null,\"x\\u0041y\"],\t\"a\":\"again\"}\r\n";

  static void assertAgrees(byte[] text) {
    JsonValue read = QuickJson.read(text);
    if (read != null) {
      try {
        assertThat(read).isEqualTo(JsonParser.parseAny(Utf8.decode(text)));
      } catch (InvalidJsonException e) {
        throw new AssertionError(new String(text, ISO_8859_1), e);
      }
    }
  }

  @Test
  void readsWhateverIsAscii() throws Exception {
    byte[] text = ALL.getBytes(UTF_8);
    assertThat(QuickJson.read(text)).isNotNull().isEqualTo(JsonParser.parseAny(ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\ud83d\ude00\"",
        "\"\\ud83d\\ude00\"",
        "\"\\udc00\"",
        "{\"a\":1,}",
        "[1,]",
        "01"
      })
  void leavesToTheGeneralParserWhatIsNot(String text) {
    assertThat(QuickJson.read(text.getBytes(UTF_8))).isNull();
  }

  @Test
  void readsCharactersOfTwoAndThreeBytes() throws Exception {
    for (String text :
        List.of("\"\u00e9\"", "\"a\u2014 b\\n\u20ac\"", "{\"\uffff\":\"\u0080\u0800\"}")) {
      assertThat(QuickJson.read(text.getBytes(UTF_8))).isEqualTo(JsonParser.parseAny(text));
    }
  }

  /** Characters that are the bytes of another one, if they are taken for bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"\u00c3\u00a9\"", "\"\u00e2\u0080\u0094\"", "\"\u00e9\"", "\"\u2014\"", "\"?\""})
  void readsTheCharactersOfAText(String text) throws Exception {
    assertThat(JsonParser.parse(text, 100)).isEqualTo(JsonParser.parseAny(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\ud83d\"", "\"a\udc00b\"", "\"\ud83d\ude00\""})
  void readsHalvesOfPairsAsTheGeneralParser(String text) {
    assertThat(outcome(() -> JsonParser.parse(text, 100)))
        .isEqualTo(outcome(() -> JsonParser.parseAny(text)));
  }

  private static String outcome(Callable<JsonValue> parse) {
    try {
      return parse.call().toString();
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  void readsNoBytesBeyondAsciiOtherwise() {
    byte[] text = {'"', 0, 0, 0, 'a', '"'};
    for (int first = 0x80; first < 0x100; first++) {
      for (int second = 0; second < 0x100; second++) {
        for (int third : new int[] {'a', 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xff}) {
          text[1] = (byte) first;
          text[2] = (byte) second;
          text[3] = (byte) third;
          assertAgrees(text);
          assertAgrees(Arrays.copyOf(text, 4));
        }
      }
    }
  }

  @Test
  void hasTheBoundsOfTheGeneralParser() {
    int levels = JsonParser.MAX_DEPTH;
    assertThat(QuickJson.read(("[".repeat(levels) + "]".repeat(levels)).getBytes(UTF_8)))
        .isNotNull();
    assertThat(QuickJson.read(("[".repeat(levels + 1) + "]".repeat(levels + 1)).getBytes(UTF_8)))
        .isNull();
    assertThat(QuickJson.read(("[[]" + ",[]".repeat(levels) + "]").getBytes(UTF_8))).isNotNull();
    assertThat(QuickJson.read("9".repeat(1001).getBytes(UTF_8))).isNull();
  }

  @Test
  void readsNothingThatTheGeneralParserReadsOtherwise() {
    byte[] text = ALL.getBytes(UTF_8);
    for (int at = 0; at < text.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = text.clone();
        changed[at] = (byte) value;
        assertAgrees(changed);
      }
      assertAgrees(Arrays.copyOf(text, at));
      assertAgrees(Arrays.copyOfRange(text, at, text.length));
    }
    assertAgrees(Arrays.copyOf(text, text.length + 1));
  }

  @Test
  void agreesOnWhateverIsMadeUp() {
    var random = new Random(5);
    byte[] alphabet = "{}[]\",:\\u0123456789abctrfnlse. -+eE\n".getBytes(UTF_8);
    for (int i = 0; i < 200_000; i++) {
      byte[] text = new byte[random.nextInt(20)];
      for (int j = 0; j < text.length; j++) {
        text[j] = alphabet[random.nextInt(alphabet.length)];
      }
      assertAgrees(text);
    }
  }

  @Test
  void agreesOnTheVectorsWholeAndChanged() throws Exception {
    var random = new Random(7);
    List<Path> files;
    try (Stream<Path> found = Files.walk(VECTORS)) {
      files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      byte[] text = Files.readAllBytes(file);
      assertAgrees(text);
      for (int i = 0; i < 20 && text.length > 0; i++) {
        byte[] changed = text.clone();
        changed[random.nextInt(text.length)] = (byte) random.nextInt(128);
        assertAgrees(changed);
      }
    }
  }
}
