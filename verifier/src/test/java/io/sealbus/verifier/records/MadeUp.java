package io.sealbus.verifier.records;

import io.sealbus.schemas.FetchFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes up what records consist of, and breaks what was written. */
final class MadeUp {
  private final Random random;

  MadeUp(long seed) {
    random = new Random(seed);
  }

  boolean maybe() {
    return random.nextBoolean();
  }

  long number() {
    return random.nextLong();
  }

  Instant instant() {
    return Instant.ofEpochMilli(random.nextLong(1L << 50) - (1L << 49));
  }

  byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  String text() {
    var text = new StringBuilder();
    random.ints(random.nextInt(90), 0x20, 0x2ff).forEach(text::appendCodePoint);
    return text.toString();
  }

  <T> List<T> some(Supplier<T> each) {
    var some = new ArrayList<T>();
    for (int count = random.nextInt(4); count > 0; count--) {
      some.add(each.get());
    }
    return some;
  }

  <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  @Nullable String optional() {
    return maybe() ? null : text();
  }

  @Nullable FetchFailure failure() {
    return maybe() ? null : new FetchFailure(text(), text(), random.nextInt(), instant());
  }

  /** With one fault somewhere behind the header. */
  byte[] broken(byte[] whole, int header) {
    int at = header + random.nextInt(whole.length - header);
    byte[] broken = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> broken[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> broken[at] = (byte) random.nextInt(256);
      case 2 -> {
        return Arrays.copyOf(whole, at);
      }
      default -> {
        // A number that takes more bytes than it needs, as no writer should and some may.
        broken = Arrays.copyOf(whole, whole.length + 1);
        System.arraycopy(whole, at, broken, at + 1, whole.length - at);
        broken[at] |= (byte) 0x80;
        broken[at + 1] = (byte) random.nextInt(2);
      }
    }
    return broken;
  }
}
