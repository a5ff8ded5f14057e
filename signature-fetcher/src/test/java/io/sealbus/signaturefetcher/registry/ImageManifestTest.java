package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.ImageManifest.Index;
import io.sealbus.signaturefetcher.registry.ImageManifest.Instance;
import io.sealbus.signaturefetcher.registry.ImageManifest.Invalid;
import io.sealbus.signaturefetcher.registry.ImageManifest.Single;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageManifestTest {
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final Digest A = new Digest("sha256:" + "a".repeat(64));
  private static final Digest B = new Digest("sha256:" + "b".repeat(64));
  private static final Digest C = new Digest("sha256:" + "c".repeat(64));

  private static ImageManifest parse(String type, String json) {
    Bytes bytes = Bytes.utf8(json);
    return ImageManifest.parse(new Manifest(type, ContentHash.sha256(bytes), bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {IMAGE, "application/vnd.docker.distribution.manifest.v2+json"})
  void readsAnImage(String type) {
    assertThat(parse(type, "{\"mediaType\":\"" + type + "\",\"layers\":[],\"manifests\":null}"))
        .isEqualTo(new Single());
    assertThat(parse(type, "{\"layers\":[]}")).isEqualTo(new Single());
  }

  @Test
  void readsAnIndexWithoutWhatNoNodeChooses() {
    ImageManifest index =
        parse(
            INDEX,
            """
            {"manifests":[
              {"digest":"%s","platform":{"os":"linux","architecture":"amd64","variant":null}},
              {"digest":"%s","platform":{"os":"unknown","architecture":"unknown"}},
              {"digest":"%s","platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
              {"digest":"%s"}]}
            """
                .formatted(A, B, B, C));

    assertThat(index)
        .isEqualTo(
            new Index(
                java.util.List.of(
                    new Instance("linux/amd64", A),
                    new Instance("linux/arm64/v8", B),
                    new Instance("", C))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        IMAGE + "|{\"mediaType\":\"" + INDEX + "\",\"layers\":[]}",
        IMAGE + "|{\"mediaType\":5,\"layers\":[]}",
        IMAGE + "|{\"layers\":[],\"manifests\":[]}",
        IMAGE + "|{\"layers\":[],\"Manifests\":[]}",
        IMAGE + "|{\"layers\":[],\"fsLayers\":[]}",
        IMAGE + "|{\"layers\":[],\"layers\":[]}",
        IMAGE + "|{\"layers\":[]} x",
        IMAGE + "|{}",
        IMAGE + "|[]",
        IMAGE + "|''",
        INDEX + "|{\"manifests\":[],\"config\":{}}",
        INDEX + "|{\"manifests\":[],\"layers\":[]}",
        INDEX + "|{\"manifests\":[{}]}",
        INDEX + "|{\"manifests\":[{\"digest\":\"sha256:../../x\"}]}",
        "text/plain|{\"layers\":[]}",
        "''|{\"layers\":[]}",
        "application/vnd.docker.distribution.manifest.v1+prettyjws|{\"layers\":[]}"
      })
  void refusesWhatCanBeReadInTwoWaysOrNone(String type, String json) {
    assertThat(parse(type, json))
        .isInstanceOfSatisfying(
            Invalid.class, i -> assertThat(i.code()).isEqualTo(ReasonCode.MANIFEST_INVALID));
  }

  @Test
  void refusesAnIndexInAnIndex() {
    String nested = "{\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\"}]}";

    assertThat(parse(INDEX, nested.formatted(INDEX, A))).isInstanceOf(Invalid.class);
    assertThat(parse(INDEX, nested.formatted(IMAGE, A))).isInstanceOf(Index.class);
  }

  @Test
  void boundsTheNumberOfInstances() {
    String one = "{\"digest\":\"" + A + "\",\"platform\":{\"os\":\"a\",\"architecture\":\"b\"}}";

    assertThat(parse(INDEX, index(one, 256))).isInstanceOf(Index.class);
    assertThat(parse(INDEX, index(one, 257))).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\\nb", "a/b", ""})
  void refusesAPlatformThatCouldPassForAnother(String os) {
    assertThat(
            parse(
                INDEX,
                index(
                    "{\"digest\":\"%s\",\"platform\":{\"os\":\"%s\",\"architecture\":\"b\"}}"
                        .formatted(A, os),
                    1)))
        .isInstanceOf(Invalid.class);
  }

  private static String index(String entry, int count) {
    return Collections.nCopies(count, entry).stream()
        .collect(Collectors.joining(",", "{\"manifests\":[", "]}"));
  }
}
