package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRegistryPullTest {
  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.repository("app/web");
  private final Http http = Http.to(registry.address());

  @TempDir Path layouts;

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void answersThePing() throws Exception {
    var answer = http.get("/v2/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.header(answer, "Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
  }

  @Test
  void servesAnImageByTagAndByDigest() throws Exception {
    // Given
    var image = TestImage.of("hello");
    image.pushTo(repository, "1.0");

    // When
    var byTag = http.get("/v2/app/web/manifests/1.0");
    var byDigest = http.get("/v2/app/web/manifests/" + image.digest());
    var layer = http.get("/v2/app/web/blobs/" + image.layer().digest());

    // Then
    assertThat(byTag.body()).isEqualTo(image.manifest().bytes()).isEqualTo(byDigest.body());
    assertThat(Http.header(byTag, "Content-Type")).isEqualTo(Content.OCI_MANIFEST);
    assertThat(Http.header(byTag, "Docker-Content-Digest")).isEqualTo(image.digest());
    assertThat(layer.body()).isEqualTo(image.layer().bytes());
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() throws Exception {
    var image = TestImage.of("hello");
    image.pushTo(repository, "1.0");
    var answer = http.send("HEAD", "/v2/app/web/manifests/1.0", new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(Http.header(answer, "Content-Length"))
        .isEqualTo(String.valueOf(image.manifest().size()));
  }

  @Test
  void servesLayoutsByteForByteUnderTheirMediaTypes() throws Exception {
    // Given a layout whose bytes no serializer would write, under a type of its own for one tag
    byte[] odd =
        "{ \"schemaVersion\" : 2.0,\n\t\"layers\":[ ] }\r\n".getBytes(StandardCharsets.UTF_8);
    var manifest = Content.of("application/vnd.docker.distribution.manifest.v2+json", odd);
    var blob = Content.of(Content.OCI_LAYER, new byte[] {0, (byte) 0xff, '\r', '\n', 0});
    writeLayout(layouts.resolve("mirror.example.net_5000/copy/web"), manifest, blob);

    // When
    registry.load(layouts);
    var mirror = Http.to(registry.endpointOf("mirror.example.net:5000"));
    var byTag = mirror.get("/v2/copy/web/manifests/1.0");
    var byOtherTag = mirror.get("/v2/copy/web/manifests/same-as-oci");
    var byDigest = mirror.get("/v2/copy/web/manifests/" + manifest.digest());
    var bytes = mirror.get("/v2/copy/web/blobs/" + blob.digest());

    // Then
    assertThat(byTag.body()).isEqualTo(odd).isEqualTo(byDigest.body());
    assertThat(Http.header(byTag, "Content-Type")).isEqualTo(manifest.mediaType());
    assertThat(Http.header(byOtherTag, "Content-Type")).isEqualTo(Content.OCI_MANIFEST);
    assertThat(Http.header(byDigest, "Content-Type")).isEqualTo(manifest.mediaType());
    assertThat(bytes.body()).isEqualTo(blob.bytes());
  }

  private static void writeLayout(Path layout, Content manifest, Content blob) throws Exception {
    ObjectNode index = Json.object().put("schemaVersion", 2);
    var manifests = index.putArray("manifests");
    manifests.add(tagged(manifest, "1.0"));
    manifests.add(tagged(manifest, "same-as-oci").put("mediaType", Content.OCI_MANIFEST));
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    for (Content content : new Content[] {manifest, blob}) {
      Files.write(blobs.resolve(content.digest().substring("sha256:".length())), content.bytes());
    }
    Files.writeString(layout.resolve("index.json"), index.toString());
  }

  private static ObjectNode tagged(Content manifest, String tag) {
    ObjectNode descriptor = manifest.descriptor();
    descriptor.putObject("annotations").put("org.opencontainers.image.ref.name", tag);
    return descriptor;
  }

  @Test
  void servesEveryLayoutOfTheVectors() throws Exception {
    Path vectors = Path.of(System.getProperty("sealbus.root", ".."), "vectors/registry");
    registry.load(vectors);
    List<Path> found;
    try (var folders = Files.walk(vectors)) {
      found = folders.filter(OciLayout::isLayout).toList();
    }
    assertThat(found).isNotEmpty();
    for (Path layout : found) {
      Path path = vectors.relativize(layout);
      String host = path.getName(0).toString().replaceFirst("_(\\d+)$", ":$1");
      String base = "/v2/" + path.subpath(1, path.getNameCount()) + "/manifests/";
      for (OciLayout.Entry entry : OciLayout.open(layout).manifests()) {
        String reference = entry.tag() == null ? entry.digest() : entry.tag();
        var answer = Http.to(registry.endpointOf(host)).get(base + reference);
        String blob = "blobs/" + entry.digest().replace(':', '/');
        assertThat(answer.body())
            .as(base + reference)
            .isEqualTo(Files.readAllBytes(layout.resolve(blob)));
        assertThat(Http.header(answer, "Content-Type")).isEqualTo(entry.mediaType());
      }
    }
  }

  @Test
  void playsTheHostOfTheHostHeader() throws Exception {
    // Given
    TestImage.of("one").pushTo(registry.host("one.example.com").repository("app"), "1.0");
    TestImage.of("two").pushTo(registry.host("two.example.com:5000").repository("app"), "1.0");

    // When
    String answer = rawGet("two.example.com:5000", "/v2/app/manifests/1.0");

    // Then
    assertThat(answer).endsWith(TestImage.of("two").manifest().text());
  }

  private int port() {
    return Integer.parseInt(registry.address().split(":", -1)[1]);
  }

  private String rawGet(String host, String path) throws Exception {
    try (var socket = new Socket("127.0.0.1", port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void turnsTlsAwayAtOnceSoThatClientsFallBackToHttp() throws Exception {
    try (var socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, (byte) 0xc8, 1});
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void namesWhatItDoesNotHave() throws Exception {
    TestImage.of("hello").pushTo(repository, "1.0");
    String unknown = "sha256:" + "0".repeat(64);
    assertThat(Http.errorCode(http.get("/v2/app/web/manifests/2.0"))).isEqualTo("MANIFEST_UNKNOWN");
    assertThat(Http.errorCode(http.get("/v2/app/web/blobs/" + unknown))).isEqualTo("BLOB_UNKNOWN");
    assertThat(Http.errorCode(http.get("/v2/other/manifests/1.0"))).isEqualTo("NAME_UNKNOWN");
    assertThat(http.get("/nonsense").statusCode()).isEqualTo(404);
  }

  @Test
  void listsTagsInPages() throws Exception {
    // Given
    for (String tag : new String[] {"c", "a", "b"}) {
      TestImage.of("hello").pushTo(repository, tag);
    }

    // When
    var first = http.get("/v2/app/web/tags/list?n=2");
    var second = http.get("/v2/app/web/tags/list?n=2&last=b");

    // Then
    assertThat(new String(first.body(), StandardCharsets.UTF_8)).contains("[\"a\",\"b\"]");
    assertThat(Http.header(first, "Link"))
        .isEqualTo("</v2/app/web/tags/list?n=2&last=b>; rel=\"next\"");
    assertThat(new String(second.body(), StandardCharsets.UTF_8)).contains("[\"c\"]");
    assertThat(Http.header(second, "Link")).isEmpty();
  }

  @Test
  void hidesWhatIsNotAcceptedOnlyWhereToldTo() throws Exception {
    TestImage.of("hello").pushTo(repository, "1.0");
    String path = "/v2/app/web/manifests/1.0";
    assertThat(http.get(path, "Accept", Content.OCI_INDEX).statusCode()).isEqualTo(200);
    registry.strictAccept(true);
    assertThat(Http.errorCode(http.get(path, "Accept", Content.OCI_INDEX)))
        .isEqualTo("MANIFEST_UNKNOWN");
    assertThat(http.get(path, "Accept", "a/b, " + Content.OCI_MANIFEST + ";q=0.5").statusCode())
        .isEqualTo(200);
  }

  @Test
  void servesTheRestOfABlobThatBrokeOff() throws Exception {
    var blob = Content.of(Content.OCI_LAYER, "0123456789");
    repository.putBlob(blob);
    var rest = http.get("/v2/app/web/blobs/" + blob.digest(), "Range", "bytes=4-");
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(Http.header(rest, "Content-Range")).isEqualTo("bytes 4-9/10");
    assertThat(rest.body()).isEqualTo("456789".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void listsReferrersUnlessItIsAnOlderRegistry() throws Exception {
    // Given
    var image = TestImage.of("hello");
    image.pushTo(repository, "1.0");
    ObjectNode attached =
        Json.object().put("schemaVersion", 2).put("artifactType", "application/vnd.example");
    attached.set("subject", image.manifest().descriptor());
    var referrer = Content.of(Content.OCI_MANIFEST, attached);
    repository.putManifest(referrer);
    String path = "/v2/app/web/referrers/" + image.digest();

    // When
    var all = Json.parse(http.get(path).body()).orElseThrow();
    var others = Json.parse(http.get(path + "?artifactType=other").body()).orElseThrow();
    registry.referrersApi(false);

    // Then
    assertThat(all.path("manifests").path(0).path("digest").asText()).isEqualTo(referrer.digest());
    assertThat(all.path("manifests").path(0).path("artifactType").asText())
        .isEqualTo("application/vnd.example");
    assertThat(others.path("manifests")).isEmpty();
    assertThat(http.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void listsReferrersInPages() throws Exception {
    TestImage image = TestImage.of("app");
    Repository repository = registry.repository("app/web");
    for (int i = 0; i < 3; i++) {
      TestReferrer.of(image, "a/b", Content.of("text/plain", "" + i)).pushTo(repository);
    }
    registry.host(registry.address()).referrersPerPage(2);
    String path = "/v2/app/web/referrers/" + image.digest();

    var first = http.get(path);
    String next = first.headers().firstValue("Link").orElseThrow();
    var second = http.get(next.substring(1, next.indexOf('>')));

    assertThat(Json.parse(first.body()).orElseThrow().path("manifests")).hasSize(2);
    assertThat(next).endsWith("; rel=\"next\"");
    assertThat(Json.parse(second.body()).orElseThrow().path("manifests")).hasSize(1);
    assertThat(second.headers().firstValue("Link")).isEmpty();
  }

  @Test
  void oneHostMayLackTheReferrersApi() throws Exception {
    String path = "/v2/app/web/referrers/" + TestImage.of("app").digest();

    registry.host(registry.address()).referrersApi(false);

    assertThat(http.get(path).statusCode()).isEqualTo(404);
    registry.host(registry.address()).referrersApi(true);
    assertThat(http.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void remembersRequests() throws Exception {
    http.get("/v2/app/web/manifests/1.0?x=y", "Authorization", "Basic eA==");
    assertThat(registry.requests())
        .containsExactly(
            new RecordedRequest(
                registry.address(), "GET", "/v2/app/web/manifests/1.0", "x=y", true));
    assertThat(registry.clearRequests().count(request -> true)).isZero();
  }
}
