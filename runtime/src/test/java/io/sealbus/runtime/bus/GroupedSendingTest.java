package io.sealbus.runtime.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupedSendingTest {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  /** Counts what it is handed. */
  private static final class Counting extends MockProducer<byte[], byte[]> {
    private final AtomicInteger handed = new AtomicInteger();

    Counting(boolean answers) {
      super(answers, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
      handed.incrementAndGet();
      return super.send(record, callback);
    }
  }

  private static GroupedSending sending(Counting producer) {
    return new GroupedSending(producer, "sending", CLOSE_WITHIN);
  }

  private static List<ProducerRecord<byte[], byte[]>> records(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(n -> new ProducerRecord<byte[], byte[]>("t", 0, null, ("" + n).getBytes(UTF_8)))
        .toList();
  }

  private static List<String> values(Counting producer) {
    return producer.history().stream().map(record -> new String(record.value(), UTF_8)).toList();
  }

  @Test
  void sendsEverythingInTheOrderInWhichItCame() {
    var producer = new Counting(true);
    var sent = new ArrayList<CompletableFuture<Long>>();
    try (GroupedSending sending = sending(producer)) {
      for (int n = 0; n < 300; n += 3) {
        sent.addAll(sending.send(records(n, n + 3)));
      }
      sent.forEach(CompletableFuture::join);
    }

    assertThat(values(producer))
        .isEqualTo(IntStream.range(0, 300).mapToObj(String::valueOf).toList());
    assertThat(sent).extracting(CompletableFuture::join).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aGroupThatIsNotAnsweredDoesNotHoldUpTheNextForever() {
    var producer = new Counting(false);
    try (GroupedSending sending = sending(producer)) {
      sending.send(records(0, 1));
      BusFixture.await("the first", () -> producer.handed.get() == 1);

      sending.send(records(1, 2));

      BusFixture.await("the second", () -> producer.handed.get() == 2);
    }
  }

  @Test
  void whereTheBusIsAwayTheRestOfAGroupIsNotWaitedForEither() {
    var producer = new Counting(false);
    producer.sendException = new TimeoutException("away");
    try (GroupedSending sending = sending(producer)) {
      List<CompletableFuture<Long>> sent = sending.send(records(0, 3));

      assertThat(sent)
          .allSatisfy(one -> assertThat(one).failsWithin(CLOSE_WITHIN))
          .extracting(CompletableFuture::exceptionNow)
          .allMatch(TimeoutException.class::isInstance);
      assertThat(producer.handed).hasValue(1);

      producer.sendException = null;
      sending.send(records(3, 4));
      BusFixture.await("the next group", () -> producer.handed.get() == 2);
    }
  }

  @Test
  void closingSendsWhatWaitsAndTakesNoMore() {
    var producer = new Counting(false);
    GroupedSending sending = sending(producer);
    sending.send(records(0, 1));
    sending.send(records(1, 2));

    sending.close();

    assertThat(values(producer)).containsExactly("0", "1");
    assertThat(sending.send(records(2, 3)).getFirst()).isCompletedExceptionally();
    assertThat(producer.handed).hasValue(2);
  }
}
