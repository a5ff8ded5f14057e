package io.sealbus.runtime.bus;

import io.sealbus.schemas.SchemaRegistryException;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.UndecodableRecordException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poll, handle, produce, commit, at least once. A failure of the bus is waited out: the lane holds
 * its record and tries again. A failure of the loop itself starts it anew from the committed
 * offsets.
 */
public final class RecordLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordLoop.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Setup setup;
  private final RecordHandler handler;
  private final RecordSender sender;
  private final Lanes lanes;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;
  private volatile @Nullable Assignment assignment;

  /**
   * What to read, and how.
   *
   * @param service names the consumer group and the dead letters
   * @param committed topics whose records are handled once each, as their offsets are committed
   * @param replayed topics that are read from the beginning whenever a partition is given, to
   *     rebuild what the service keeps in memory; they share partition numbers with the others.
   *     Once they have been read, what is new on them may wait for a quarter of a second
   * @param maxInFlight records that are handled at one time before polling pauses
   */
  public record Setup(
      String service,
      BusConfig bus,
      List<Topic<?>> committed,
      List<Topic<?>> replayed,
      int maxInFlight,
      InstantSource clock) {
    public Setup {
      committed = List.copyOf(committed);
      replayed = List.copyOf(replayed);
    }

    String group() {
      return bus.names().prefix() + "." + service;
    }
  }

  /** A loop that begins with {@link #start}. */
  public RecordLoop(Setup setup, RecordHandler handler, RecordSender sender) {
    this.setup = setup;
    this.handler = handler;
    this.sender = sender;
    this.lanes = new Lanes(setup.service());
    this.thread = Thread.ofPlatform().name(setup.service() + "-loop").unstarted(this::run);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** Whether the loop has been given its partitions, which may be none, and is reading. */
  public boolean ready() {
    Assignment current = assignment;
    return current != null && current.ready();
  }

  /**
   * Does {@code work} in {@code lane}, after what is in it, and sends what it returns. For work
   * that no record asks for, such as an attempt that has become due.
   */
  public void submit(String lane, Callable<List<OutgoingRecord<?>>> work) {
    lanes.submit(
        lane,
        () -> {
          try {
            sendUntilDurable(work.call(), TraceContext.root());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            LOG.atError().setCause(e).addKeyValue("lane", lane).log("work of its own failed");
          }
        });
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!closed.get()) {
      try (Consumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(ConsumerSettings.grouped(setup.bus(), setup.group()))) {
        var current = new Assignment(setup, handler, consumer, this::dispatch);
        assignment = current;
        current.subscribe();
        pause = FIRST_PAUSE;
        while (!closed.get()) {
          current.turn();
        }
        current.drain();
      } catch (RuntimeException e) {
        if (!closed.get()) {
          LOG.atWarn().setCause(e).addKeyValue("service", setup.service()).log("loop starts anew");
        }
      } finally {
        assignment = null;
      }
      pause = sleep(pause);
    }
  }

  private Duration sleep(Duration pause) {
    if (!closed.get()) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        closed.set(true);
      }
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void dispatch(IncomingRecord record, Runnable done) {
    handler.arrived(record);
    if (setup.replayed().contains(record.topic())) {
      // It changes what is in memory and nothing else: a thread for it would cost more than it.
      finish(record, done);
    } else {
      lanes.submit(handler.lane(record), () -> finish(record, done));
    }
  }

  private void finish(IncomingRecord record, Runnable done) {
    try {
      process(record);
      done.run();
    } catch (InterruptedException e) {
      // Closing: the offset stays uncommitted and the record is handled by whoever comes next.
      Thread.currentThread().interrupt();
    }
  }

  private void process(IncomingRecord record) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        sendUntilDurable(handler.handle(record), record.trace());
        return;
      } catch (SchemaRegistryException e) {
        LOG.atWarn().addKeyValue("topic", record.source().topic()).log(e.getMessage());
        pause = sleepInLane(pause);
      } catch (UndecodableRecordException e) {
        setAside(record, DeadLetterCode.UNDECODABLE_RECORD, e);
        return;
      } catch (UnsendableException e) {
        setAside(record, DeadLetterCode.UNSENDABLE_RECORD, e);
        return;
      } catch (RuntimeException e) {
        setAside(record, DeadLetterCode.HANDLER_FAILED, e);
        return;
      }
    }
  }

  private void setAside(IncomingRecord record, DeadLetterCode code, Exception why)
      throws InterruptedException {
    LOG.atWarn()
        .setCause(why)
        .addKeyValue("topic", record.source().topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", code)
        .log("record set aside");
    String message = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    sendUntilDurable(
        List.of(
            DeadLetters.of(setup.service(), record, code.name(), message, setup.clock().instant())),
        record.trace());
  }

  /** Waits out a bus that is away; anything that another attempt will not mend is thrown. */
  private void sendUntilDurable(List<OutgoingRecord<?>> records, TraceContext trace)
      throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        sender.sendAll(records, trace).get();
        return;
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (!(cause instanceof RetriableException) && !(cause instanceof SchemaRegistryException)) {
          throw new UnsendableException(cause);
        }
        LOG.atWarn()
            .addKeyValue("service", setup.service())
            .log("the bus is away: {}", cause.getMessage());
        pause = sleepInLane(pause);
      }
    }
  }

  private static Duration sleepInLane(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  /** Finishes what is in flight, within ten seconds, commits and leaves the group. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        thread.join(Duration.ofSeconds(15));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      lanes.close();
    }
  }

  private static final class UnsendableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsendableException(@Nullable Throwable cause) {
      super(String.valueOf(cause), cause);
    }
  }
}
