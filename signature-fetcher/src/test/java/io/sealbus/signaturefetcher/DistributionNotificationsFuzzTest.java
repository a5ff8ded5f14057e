package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;

/** Notifications: any bytes are answered, and no registry comes out that is not allowed. */
class DistributionNotificationsFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final AllowedRegistries ALLOWED =
      AllowedRegistries.of(List.of("registry.example.com"));

  @FuzzTest(maxDuration = "5s")
  void reads(byte[] body) {
    NotificationEvents once = read(body);
    assertThat(read(body)).hasToString(once.toString());
    assertThat(once.events())
        .allSatisfy(
            event -> assertThat(event.getRegistry().toString()).isEqualTo("registry.example.com"));
  }

  private static NotificationEvents read(byte[] body) {
    return new DistributionNotifications("distribution/main", null).read(body, ALLOWED, NOW);
  }
}
