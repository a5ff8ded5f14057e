package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import org.junit.jupiter.api.Test;

class ContentCacheTest {
  private static final RepositoryName ONE = new RepositoryName("registry.example.com", "one");
  private static final RepositoryName OTHER = new RepositoryName("registry.example.com", "other");

  private static Digest put(ContentCache cache, String text) {
    Digest digest = ContentHash.sha256(Bytes.utf8(text));
    cache.put(ONE, digest, Bytes.utf8(text));
    return digest;
  }

  @Test
  void knowsContentInItsOwnRepositoryOnly() {
    var cache = new ContentCache(10_000);
    Digest digest = put(cache, "x");

    assertThat(cache.blob(ONE, digest)).isEqualTo(Bytes.utf8("x"));
    assertThat(cache.blob(OTHER, digest)).isNull();
    assertThat(cache.manifest(ONE, digest)).isNull();
  }

  @Test
  void staysWithinItsBoundAndKeepsWhatWasUsedLast() {
    var cache = new ContentCache(3000);
    Digest first = put(cache, "a".repeat(500));
    Digest second = put(cache, "b".repeat(500));
    put(cache, "c".repeat(500));
    assertThat(cache.blob(ONE, first)).isNotNull();

    put(cache, "d".repeat(500));

    assertThat(cache.weight()).isLessThanOrEqualTo(3000);
    assertThat(cache.blob(ONE, first)).isNotNull();
    assertThat(cache.blob(ONE, second)).isNull();
  }

  @Test
  void theSameContentWeighsOnce() {
    var cache = new ContentCache(3000);
    put(cache, "a");
    long once = cache.weight();

    put(cache, "a");

    assertThat(cache.weight()).isEqualTo(once);
  }

  @Test
  void withoutRoomNothingIsKept() {
    var cache = new ContentCache(0);

    assertThat(cache.blob(ONE, put(cache, "x"))).isNull();
    assertThat(cache.weight()).isZero();
  }
}
