package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionNotificationsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String DIGEST = "sha256:" + "4".repeat(64);
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final AllowedRegistries ALLOWED =
      AllowedRegistries.of(List.of("registry.example.com"));

  private static NotificationEvents read(String... events) {
    return readBody("{\"events\":[" + String.join(",", events) + "]}");
  }

  private static NotificationEvents readBody(String body) {
    return new DistributionNotifications("distribution/main", null)
        .read(body.getBytes(StandardCharsets.UTF_8), ALLOWED, NOW);
  }

  private static String event(String action, String target) {
    return """
    {"id":"5f2c","timestamp":"2026-11-22T03:00:00.123456789Z","action":"%s","target":{%s},
     "request":{"host":"registry.example.com"},"actor":{"name":"\\u001b[2J"}}
    """
        .formatted(action, target);
  }

  private static String target(String mediaType, String more) {
    return "\"mediaType\":\"%s\",\"digest\":\"%s\",\"repository\":\"team/app\"%s"
        .formatted(mediaType, DIGEST, more);
  }

  @Test
  void readsAPushByTag() {
    NotificationEvents read = read(event("push", target(INDEX, ",\"tag\":\"1.4.2\"")));

    ImageEventRecord event = read.events().getFirst();
    assertThat(read.fault()).isNull();
    assertThat(event.getId()).isEqualTo("5f2c");
    assertThat(event.getSource()).isEqualTo("distribution/main");
    assertThat(event.getAction()).isEqualTo(ImageAction.PUSH);
    assertThat(event.getRegistry()).isEqualTo("registry.example.com");
    assertThat(event.getRepository()).isEqualTo("team/app");
    assertThat(event.getTag()).isEqualTo("1.4.2");
    assertThat(event.getDigest()).isEqualTo(DIGEST);
    assertThat(event.getMediaType()).isEqualTo(INDEX);
    assertThat(event.getOccurredAt()).isEqualTo(Instant.parse("2026-11-22T03:00:00.123Z"));
    assertThat(event.getReceivedAt()).isEqualTo(NOW);
  }

  @Test
  void readsDeletionsOfAManifestATagAndARepository() {
    NotificationEvents read =
        read(
            event("delete", "\"digest\":\"" + DIGEST + "\",\"repository\":\"team/app\""),
            event("delete", "\"repository\":\"team/app\",\"tag\":\"1\""),
            event("delete", "\"repository\":\"team/app\""));

    assertThat(read.events())
        .extracting(ImageEventRecord::getAction)
        .containsOnly(ImageAction.DELETE);
    assertThat(read.events()).extracting(ImageEventRecord::getTag).containsExactly(null, "1", null);
    assertThat(read.events())
        .extracting(ImageEventRecord::getDigest)
        .containsExactly(DIGEST, null, null);
  }

  @Test
  void skipsWhatIsAboutNoImage() {
    NotificationEvents read =
        read(
            event("pull", target(INDEX, "")),
            event("mount", target("application/octet-stream", "")),
            event("push", target("application/octet-stream", "")));

    assertThat(read).isEqualTo(new NotificationEvents(List.of(), 3, 0, null));
  }

  @Test
  void usesTheRegistryThatTheSourceSpeaksForAndNotTheHostOfTheClient() {
    NotificationEvents read =
        new DistributionNotifications("distribution/main", "registry.example.com")
            .read(
                ("{\"events\":["
                        + event("push", target(INDEX, ""))
                            .replace("\"host\":\"registry.example.com\"", "\"host\":\"10.0.0.1\"")
                        + "]}")
                    .getBytes(StandardCharsets.UTF_8),
                ALLOWED,
                NOW);

    assertThat(read.events())
        .extracting(ImageEventRecord::getRegistry)
        .containsOnly("registry.example.com");
  }

  @Test
  void refusesARegistryThatIsNotConfigured() {
    NotificationEvents read =
        read(
            event("push", target(INDEX, ""))
                .replace("registry.example.com", "registry.example.com.evil.example"));

    assertThat(read).isEqualTo(new NotificationEvents(List.of(), 0, 1, null));
  }

  @Test
  void keepsTheGoodEventsBesideABadOne() {
    NotificationEvents read = read(event("explode", ""), event("push", target(INDEX, "")), "5");

    assertThat(read.events()).hasSize(1);
    assertThat(read.fault()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"team/app\"|\"team/../app\"",
        "\"team/app\"|\"team/app\\n\"",
        "\"team/app\"|\"<script>\"",
        "\"team/app\"|5",
        "\"team/app\"|null",
        "\"1.4.2\"|\"a b\"",
        "\"1.4.2\"|\"\\u202e\"",
        "\"1.4.2\"|[]",
        "sha256:4|sha256:../../x",
        "sha256:4|SHA256:4",
        "sha256:44|sha256:4",
        "registry.example.com|user@registry.example.com",
        "registry.example.com|registry",
        "\"push\"|\"PUSH\"",
        "\"push\"|5",
      })
  void refusesHostileTexts(String good, String bad) {
    String event = event("push", target(INDEX, ",\"tag\":\"1.4.2\""));
    assertThat(read(event).fault()).isNull();

    NotificationEvents read = read(event.replace(good, bad));

    assertThat(read.events()).isEmpty();
    assertThat(read.fault()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"events\":{}}",
        "{\"events\":[]} x",
        "{\"events\":[],\"events\":[]}",
        "{\"events\":[}",
        "null"
      })
  void refusesABodyThatIsNoEnvelope(String body) {
    assertThat(readBody(body).fault()).isNotNull();
  }

  @Test
  void refusesWhatIsNotUtf8AndWhatIsTooDeep() {
    byte[] latin = "{\"events\":[],\"ü\":1}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(new DistributionNotifications("s", null).read(latin, ALLOWED, NOW).fault())
        .isNotNull();
    assertThat(readBody("{\"events\":[],\"x\":" + "[".repeat(70) + "]".repeat(70) + "}").fault())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a b\"", "5", "null", "\"\\u0000\""})
  void givesAnEventWithoutAUsableIdOneOfItsOwn(String id) {
    String event = event("push", target(INDEX, "")).replace("\"5f2c\"", id);

    String first = read(event).events().getFirst().getId();

    assertThat(first).matches("sha256:[0-9a-f]{64}");
    assertThat(read(event).events().getFirst().getId()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "+999999999-12-31T23:59:59Z", ""})
  void takesNoHarmFromTheSendersClock(String timestamp) {
    String event =
        event("push", target(INDEX, "")).replace("2026-11-22T03:00:00.123456789Z", timestamp);

    assertThat(read(event).events().getFirst().getOccurredAt()).isNull();
  }
}
