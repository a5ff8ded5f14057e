package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
  private static final long ROOM = 64 << 20;

  @TempDir private Path directory;

  private Spool open() throws IOException {
    return Spool.open(directory, ROOM);
  }

  private static byte[] frame(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> drain(Spool spool) throws IOException {
    var texts = new ArrayList<String>();
    for (byte[] frame = spool.peek(); frame != null; frame = spool.peek()) {
      texts.add(new String(frame, StandardCharsets.UTF_8));
      spool.remove(frame);
    }
    return texts;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    }
  }

  @Test
  void whatCameFirstGoesFirstAndLeavesNothingBehind() throws Exception {
    try (Spool spool = open()) {
      spool.append(frame("a"));
      spool.append(frame(""));
      spool.append(frame("c"));

      assertThat(drain(spool)).containsExactly("a", "", "c");
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.bytes()).isZero();
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void whatWaitsIsThereAfterARestartAndBeforeWhatComesThen() throws Exception {
    try (Spool spool = open()) {
      spool.append(frame("a"));
      spool.append(frame("b"));
    }
    try (Spool spool = open()) {
      assertThat(spool.isEmpty()).isFalse();
      spool.append(frame("c"));

      assertThat(drain(spool)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void manyFilesKeepTheirOrderAndEachGoesWhenItIsEmpty() throws Exception {
    var expected = new ArrayList<String>();
    try (Spool spool = open()) {
      for (int i = 0; i < 12; i++) {
        String text = i + "x".repeat(300_000);
        expected.add(text);
        spool.append(frame(text));
      }
    }
    assertThat(files()).hasSizeGreaterThan(2);
    try (Spool spool = open()) {
      assertThat(drain(spool)).isEqualTo(expected);
      assertThat(files()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 7, 9, 11})
  void aTornEndIsPassedOver(int cut) throws Exception {
    try (Spool spool = open()) {
      spool.append(frame("good"));
      spool.append(frame("half"));
    }
    Path file = files().getFirst();
    try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(raw.length() - cut);
    }
    try (Spool spool = open()) {
      spool.append(frame("after"));

      assertThat(drain(spool)).containsExactly("good", "after");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 14, 17, 20, 23})
  void whatDoesNotFitItsSumIsNotThere(int at) throws Exception {
    try (Spool spool = open()) {
      spool.append(frame("good"));
      spool.append(frame("half"));
    }
    try (var raw = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
      raw.seek(at);
      int before = raw.read();
      raw.seek(at);
      raw.write(before ^ 0x40);
    }
    try (Spool spool = open()) {
      assertThat(drain(spool)).containsExactly("good");
    }
  }

  @Test
  void aFileOfNothingButGarbageIsNone() throws Exception {
    Files.write(directory.resolve("00000000000000000007.spool"), new byte[] {-1, -1, -1, -1, 0, 0});
    try (Spool spool = open()) {
      assertThat(spool.isEmpty()).isTrue();
      spool.append(frame("a"));
      assertThat(drain(spool)).containsExactly("a");
    }
  }

  @Test
  void takesNoMoreThanThereIsRoomFor() throws Exception {
    try (Spool spool = Spool.open(directory, 30)) {
      assertThat(spool.append(frame("0123456789"))).isTrue();
      assertThat(spool.append(frame("0123456789"))).isFalse();
      assertThat(spool.append(frame("0123"))).isTrue();
      assertThat(drain(spool)).containsExactly("0123456789", "0123");
      assertThat(spool.append(frame("0123456789"))).isTrue();
    }
  }

  @Test
  void twoCannotHaveIt() throws Exception {
    try (Spool spool = open()) {
      assertThat(spool.isEmpty()).isTrue();
      assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }
    open().close();
  }
}
