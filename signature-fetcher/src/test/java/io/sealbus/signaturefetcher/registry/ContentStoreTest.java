package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept on disk, and what becomes of it when the disk does not keep it well. */
class ContentStoreTest {
  private static final RepositoryName ONE = new RepositoryName("registry.example.com", "one");
  private static final RepositoryName OTHER = new RepositoryName("registry.example.com", "other");

  @TempDir private Path directory;

  private ContentStore open(long bound) {
    return ContentStore.open(directory.resolve("content"), bound);
  }

  /** A cache without memory, so that all comes from disk. */
  private ContentCache cache(long bound) {
    return new ContentCache(0, open(bound));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("content"))) {
      return files.sorted().toList();
    }
  }

  private static Digest put(ContentCache cache, String text) {
    Digest digest = ContentHash.sha256(Bytes.utf8(text));
    cache.put(ONE, digest, Bytes.utf8(text));
    return digest;
  }

  @Test
  void survivesARestartWithTheTypeOfAManifest() {
    var manifest = new Manifest("a/b", ContentHash.sha256(Bytes.utf8("{}")), Bytes.utf8("{}"));
    ContentCache before = cache(10_000);
    before.put(ONE, manifest);
    Digest blob = put(before, "x");

    ContentCache after = cache(10_000);

    assertThat(after.manifest(ONE, manifest.digest())).isEqualTo(manifest);
    assertThat(after.blob(ONE, blob)).isEqualTo(Bytes.utf8("x"));
    assertThat(after.blob(OTHER, blob)).isNull();
    assertThat(after.manifest(ONE, blob)).isNull();
  }

  @Test
  void everyDamageIsAMissAndNothingButAMiss() throws Exception {
    ContentCache open = cache(1_000_000);
    Digest digest = put(open, "content");
    Path file = files().getFirst();
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at++) {
      byte[] damaged = good.clone();
      damaged[at] ^= 1;
      for (byte[] bad : List.of(damaged, Arrays.copyOf(good, at))) {
        Files.write(file, bad);
        ContentCache cache = cache(1_000_000);
        assertThat(cache.blob(ONE, digest)).isNull();

        cache.put(ONE, digest, Bytes.utf8("content"));
        assertThat(cache.blob(ONE, digest)).isEqualTo(Bytes.utf8("content"));
        assertThat(cache(1_000_000).blob(ONE, digest)).isEqualTo(Bytes.utf8("content"));
      }
    }
  }

  @Test
  void damageUnderAnOpenStoreIsAMissUntilItIsKeptAgain() throws Exception {
    ContentCache cache = cache(1_000_000);
    Digest digest = put(cache, "content");
    Path file = files().getFirst();
    byte[] damaged = Files.readAllBytes(file);
    damaged[damaged.length - 1] ^= 1;
    Files.write(file, damaged);

    assertThat(cache.blob(ONE, digest)).isNull();

    put(cache, "content");
    assertThat(cache.blob(ONE, digest)).isEqualTo(Bytes.utf8("content"));
  }

  @Test
  void aWholeEntryWithTheContentOfAnotherDigestIsAMiss() {
    ContentStore store = open(10_000);
    Digest wanted = ContentHash.sha256(Bytes.utf8("a"));

    store.put("blob " + ONE + "@" + wanted, new ContentStore.Kept("", Bytes.utf8("b")));

    assertThat(store.get("blob " + ONE + "@" + wanted)).isNotNull();
    assertThat(new ContentCache(0, store).blob(ONE, wanted)).isNull();
  }

  @Test
  void staysWithinItsBoundAndKeepsWhatWasUsedLastOverARestartToo() {
    ContentStore store = open(2_000);
    var cache = new ContentCache(0, store);
    Digest first = put(cache, "a".repeat(500));
    Digest second = put(cache, "b".repeat(500));
    assertThat(cache.blob(ONE, first)).isNotNull();
    put(cache, "c".repeat(500));
    put(cache, "d".repeat(500));

    assertThat(store.weight()).isLessThanOrEqualTo(2_000);
    assertThat(cache.blob(ONE, second)).isNull();
    assertThat(cache.blob(ONE, first)).isNotNull();

    ContentStore smaller = open(700);
    assertThat(smaller.weight()).isLessThanOrEqualTo(700);
    assertThat(new ContentCache(0, smaller).blob(ONE, first)).isNotNull();
  }

  @Test
  void whatAStopBrokeOffIsCutOff() throws Exception {
    Digest digest = put(cache(100_000), "content");
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1), StandardOpenOption.APPEND);

    ContentCache cache = cache(100_000);

    assertThat(Files.size(file)).isEqualTo(whole.length);
    assertThat(cache.blob(ONE, digest)).isEqualTo(Bytes.utf8("content"));
    Digest next = put(cache, "next");
    assertThat(cache(100_000).blob(ONE, next)).isEqualTo(Bytes.utf8("next"));
    assertThat(files()).containsExactly(file);
  }

  @Test
  void whatEarlierVersionsKeptGoes() throws Exception {
    open(1000);
    Files.writeString(directory.resolve("content/0123.content"), "one file for each entry");

    open(1000);

    assertThat(files()).isEmpty();
  }

  @Test
  void whereNothingCanBeWrittenNothingIsKept() throws Exception {
    Files.writeString(directory.resolve("content"), "a file where the folder should be");
    ContentCache cache = cache(10_000);

    assertThat(cache.blob(ONE, put(cache, "x"))).isNull();
  }
}
