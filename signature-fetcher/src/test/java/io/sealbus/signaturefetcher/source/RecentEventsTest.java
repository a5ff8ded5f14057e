package io.sealbus.signaturefetcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.Authenticity;
import io.sealbus.schemas.ImageAction;
import io.sealbus.schemas.ImageEventRecord;
import io.sealbus.signaturefetcher.source.Reading.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RecentEvents recent = new RecentEvents(Duration.ofHours(1), 100);
  private final CompletableFuture<@Nullable Void> first = new CompletableFuture<>();

  private static Seen seen(String id) {
    return new Seen(
        ImageEventRecord.newBuilder()
            .setId(id)
            .setSource("distribution/main")
            .setAuthenticity(Authenticity.BEARER)
            .setAction(ImageAction.PUSH)
            .setRegistry("registry.example.com")
            .setRepository("team/app")
            .setTag("1.0")
            .setReceivedAt(NOW)
            .build(),
        true);
  }

  private RecentEvents.Claim claim(String id, Instant now) {
    return recent.claim(List.of(seen(id)), new CompletableFuture<>(), now);
  }

  @Test
  void theSecondWaitsForWhatBecomesOfTheFirst() {
    recent.claim(List.of(seen("a")), first, NOW);

    RecentEvents.Claim second = claim("a", NOW);

    assertThat(second.fresh()).isEmpty();
    assertThat(second.others()).isNotDone();
    first.complete(null);
    assertThat(second.others()).isCompleted();
  }

  @Test
  void theSecondFailsWithTheFirstAndTheThirdIsFresh() {
    RecentEvents.Claim lost = recent.claim(List.of(seen("a")), first, NOW);
    RecentEvents.Claim second = claim("a", NOW);

    recent.forget(lost);
    first.completeExceptionally(new IllegalStateException("away"));

    assertThat(second.others()).isCompletedExceptionally();
    assertThat(claim("a", NOW).fresh()).hasSize(1);
  }

  @Test
  void twiceInOneDeliveryIsOnceAndWaitsForNobody() {
    RecentEvents.Claim claim = recent.claim(List.of(seen("a"), seen("a")), first, NOW);

    assertThat(claim.fresh()).hasSize(1);
    assertThat(claim.others()).isCompleted();
  }

  @Test
  void afterTheWindowItIsNewAgain() {
    claim("a", NOW);

    assertThat(claim("a", NOW.plus(Duration.ofMinutes(59))).fresh()).isEmpty();
    assertThat(claim("a", NOW.plus(Duration.ofHours(1))).fresh()).hasSize(1);
  }

  @Test
  void noMoreAreRememberedThanThereIsRoomFor() {
    for (int i = 0; i < 1000; i++) {
      claim("e" + i, NOW);
    }

    assertThat(recent.size()).isEqualTo(100);
    assertThat(claim("e999", NOW).fresh()).isEmpty();
    assertThat(claim("e1", NOW).fresh()).hasSize(1);
  }
}
