package io.sealbus.signaturefetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.ImageRecord;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.signaturefetcher.FetchLedger.Due;
import io.sealbus.signaturefetcher.FetchLedger.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FetchLedgerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String KEY = "r.example/app:1";
  private static final Place PLACE = new Place(TopicCatalogue.IMAGES, KEY);
  private static final FetchHeaders FAILED =
      new FetchHeaders(null, new Retry(2, NOW, "event"), null);
  private static final FetchHeaders FOUND = new FetchHeaders("sha256:1", null, null);

  private final FetchLedger ledger = new FetchLedger("ours");

  private void sending(FetchHeaders headers) {
    ledger.sending(
        0,
        new OutgoingRecord<>(TopicCatalogue.IMAGES, KEY, new ImageRecord(), headers.toMap("ours")));
  }

  private void came(int partition, String session, FetchHeaders headers) {
    var source =
        new ConsumerRecord<>(
            "images", partition, 0L, KEY.getBytes(StandardCharsets.UTF_8), new byte[1]);
    Map<String, String> map = headers.toMap(session);
    map.forEach(
        (name, value) -> source.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    ledger.came(
        new IncomingRecord(TopicCatalogue.IMAGES, partition, 0, KEY, new byte[] {1}, source));
  }

  private void goneCame() {
    var source =
        new ConsumerRecord<>("images", 0, 0L, KEY.getBytes(StandardCharsets.UTF_8), (byte[]) null);
    ledger.came(new IncomingRecord(TopicCatalogue.IMAGES, 0, 0, KEY, null, source));
  }

  @Test
  void rebuildsWhatIsDueFromTheHeadersOfTheTopic() {
    came(0, "of an earlier run", FAILED);
    assertThat(ledger.takeDue(NOW, 10)).isEmpty();

    ledger.replayed(List.of(0));

    assertThat(ledger.takeDue(NOW.minusMillis(1), 10)).isEmpty();
    assertThat(ledger.takeDue(NOW, 10))
        .containsExactly(new Due(PLACE, 0, new Retry(2, NOW, "event")));
    assertThat(ledger.takeDue(NOW, 10)).isEmpty();
    assertThat(ledger.attempts(PLACE)).isEqualTo(2);
  }

  @Test
  void forgetsAnAttemptWhenALaterRecordNeedsNone() {
    came(0, "other", FAILED);
    came(0, "other", FOUND);
    ledger.replayed(List.of(0));

    assertThat(ledger.takeDue(NOW, 10)).isEmpty();
    assertThat(ledger.digest(PLACE)).isEqualTo("sha256:1");
  }

  @Test
  void passesOverItsOwnOlderRecordWhileANewerIsOnItsWay() {
    sending(FAILED);
    sending(FOUND);

    came(0, "ours", FAILED);
    assertThat(ledger.digest(PLACE)).isEqualTo("sha256:1");
    came(0, "of an earlier run", FAILED);
    assertThat(ledger.digest(PLACE)).isEqualTo("sha256:1");
    came(0, "ours", FOUND);
    assertThat(ledger.digest(PLACE)).isEqualTo("sha256:1");
    came(0, "other", FAILED);
    assertThat(ledger.digest(PLACE)).isNull();
  }

  @Test
  void keepsNothingOfATombstone() {
    came(0, "other", FOUND);
    assertThat(ledger.references("r.example/app")).containsExactly(KEY);

    goneCame();

    assertThat(ledger.references("r.example/app")).isEmpty();
    assertThat(ledger.size()).isZero();
  }

  @Test
  void forgetsThePartitionsItLoses() {
    came(0, "other", FAILED);
    ledger.replayed(List.of(0, 1));

    ledger.forget(List.of(1));
    assertThat(ledger.size()).isOne();
    ledger.forget(List.of(0));

    assertThat(ledger.size()).isZero();
    assertThat(ledger.waiting()).isZero();
    assertThat(ledger.isReplayed(0)).isFalse();
    assertThat(ledger.mayExist(0, PLACE)).isTrue();
  }

  @Test
  void takesHeadersThatMakeNoSenseForNone() {
    var source =
        new ConsumerRecord<>("images", 0, 0L, KEY.getBytes(StandardCharsets.UTF_8), new byte[1]);
    source
        .headers()
        .add("sealbus_attempts", "99999999999999999999".getBytes(StandardCharsets.UTF_8));
    source.headers().add("sealbus_next_attempt_at", "-5".getBytes(StandardCharsets.UTF_8));
    ledger.came(new IncomingRecord(TopicCatalogue.IMAGES, 0, 0, KEY, new byte[] {1}, source));

    assertThat(ledger.attempts(PLACE)).isZero();
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void putsBackAnAttemptForLater() {
    came(0, "other", FAILED);
    ledger.replayed(List.of(0));
    Due due = ledger.takeDue(NOW, 10).getFirst();

    ledger.putBack(due, NOW.plusSeconds(60));

    assertThat(ledger.takeDue(NOW.plusSeconds(59), 10)).isEmpty();
    assertThat(ledger.takeDue(NOW.plusSeconds(60), 10)).containsExactly(due);
  }
}
