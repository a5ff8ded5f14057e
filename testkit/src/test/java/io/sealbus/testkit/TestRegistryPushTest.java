package io.sealbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestRegistryPushTest {
  private final TestRegistry registry = TestRegistry.start();
  private final Http http = Http.to(registry.address());
  private final TestImage image = TestImage.of("hello");

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void givesBackWhatWasPushed() throws Exception {
    // Given
    pushMonolithic(image.layer());
    pushChunked(image.config());

    // When
    var pushed = putManifest("1.0", image.manifest());

    // Then
    assertThat(pushed.statusCode()).isEqualTo(201);
    assertThat(Http.header(pushed, "Docker-Content-Digest")).isEqualTo(image.digest());
    assertThat(http.get("/v2/app/web/manifests/1.0").body()).isEqualTo(image.manifest().bytes());
    assertThat(http.get("/v2/app/web/blobs/" + image.config().digest()).body())
        .isEqualTo(image.config().bytes());
    assertThat(registry.repository("app/web").tags()).containsExactly("1.0");
  }

  private void pushMonolithic(Content blob) throws Exception {
    var answer =
        http.send("POST", "/v2/app/web/blobs/uploads/?digest=" + blob.digest(), blob.bytes());
    assertThat(answer.statusCode()).isEqualTo(201);
  }

  private void pushChunked(Content blob) throws Exception {
    byte[] head = java.util.Arrays.copyOf(blob.bytes(), 10);
    byte[] tail = java.util.Arrays.copyOfRange(blob.bytes(), 10, blob.size());
    String upload = begin("/v2/app/web/blobs/uploads/");
    var first = http.send("PATCH", upload, head, "Content-Range", "0-9");
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(Http.header(first, "Range")).isEqualTo("0-9");
    var last = http.send("PUT", upload + "?digest=" + blob.digest(), tail);
    assertThat(last.statusCode()).isEqualTo(201);
  }

  private String begin(String path) throws Exception {
    var answer = http.send("POST", path, new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(202);
    return Http.header(answer, "Location");
  }

  private HttpResponse<byte[]> putManifest(String reference, Content manifest) throws Exception {
    return http.send(
        "PUT",
        "/v2/app/web/manifests/" + reference,
        manifest.bytes(),
        "Content-Type",
        manifest.mediaType());
  }

  @Test
  void answersAMountWithAnUpload() throws Exception {
    registry.repository("other").putBlob(image.layer());
    String upload =
        begin("/v2/app/web/blobs/uploads/?mount=" + image.layer().digest() + "&from=other");
    assertThat(upload).startsWith("/v2/app/web/blobs/uploads/");
  }

  @Test
  void refusesABlobOfAnotherDigest() throws Exception {
    var answer =
        http.send(
            "POST",
            "/v2/app/web/blobs/uploads/?digest=" + image.layer().digest(),
            image.config().bytes());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Http.errorCode(answer)).isEqualTo("DIGEST_INVALID");
  }

  @Test
  void refusesAChunkOutOfOrder() throws Exception {
    String upload = begin("/v2/app/web/blobs/uploads/");
    var answer = http.send("PATCH", upload, new byte[5], "Content-Range", "7-11");
    assertThat(Http.errorCode(answer)).isEqualTo("BLOB_UPLOAD_INVALID");
  }

  @Test
  void refusesAManifestOfWhatItDoesNotHave() throws Exception {
    assertThat(Http.errorCode(putManifest("1.0", image.manifest())))
        .isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(registry.repository("app/web").tags()).isEmpty();
  }

  @Test
  void refusesAManifestOfAnotherDigest() throws Exception {
    String other = "sha256:" + "0".repeat(64);
    assertThat(Http.errorCode(putManifest(other, image.manifest()))).isEqualTo("DIGEST_INVALID");
  }

  @Test
  void refusesAManifestThatIsNoObject() throws Exception {
    assertThat(Http.errorCode(putManifest("1.0", Content.of(Content.OCI_MANIFEST, "[1]"))))
        .isEqualTo("MANIFEST_INVALID");
  }

  @Test
  void namesTheSubjectOfWhatWasPushed() throws Exception {
    var json = Json.object().put("schemaVersion", 2);
    json.set("subject", image.manifest().descriptor());
    var answer = putManifest("referrer", Content.of(Content.OCI_MANIFEST, json));
    assertThat(Http.header(answer, "OCI-Subject")).isEqualTo(image.digest());
  }

  @Test
  void deletesTagsAndManifests() throws Exception {
    // Given
    var repository = registry.repository("app/web");
    image.pushTo(repository, "1.0");
    image.pushTo(repository, "2.0");

    // When, then
    assertThat(http.send("DELETE", "/v2/app/web/manifests/1.0", new byte[0]).statusCode())
        .isEqualTo(202);
    assertThat(repository.tags()).containsExactly("2.0");
    assertThat(
            http.send("DELETE", "/v2/app/web/manifests/" + image.digest(), new byte[0])
                .statusCode())
        .isEqualTo(202);
    assertThat(repository.tags()).isEmpty();
    assertThat(http.get("/v2/app/web/manifests/2.0").statusCode()).isEqualTo(404);
  }
}
