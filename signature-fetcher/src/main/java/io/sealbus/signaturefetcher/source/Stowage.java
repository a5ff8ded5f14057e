package io.sealbus.signaturefetcher.source;

import io.sealbus.signaturefetcher.source.SourceKind.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where deliveries go: to the bus, or to the disk while the bus is away and the sender would not
 * come again. Once something waits on the disk, all that could go there goes behind it, so that it
 * comes to the bus in its order.
 */
final class Stowage {
  private final Outlet outlet;
  private final @Nullable Spool spool;
  private final Duration patience;
  private final Executor sending;

  /**
   * With a spool, or without one where all senders come again.
   *
   * @param patience how long the bus may take before the disk is used: senders wait for some
   *     seconds
   * @param sending runs what may block
   */
  Stowage(Outlet outlet, @Nullable Spool spool, Duration patience, Executor sending) {
    this.outlet = outlet;
    this.spool = spool;
    this.patience = patience;
    this.sending = sending;
  }

  /** Makes {@code parcel} durable, and blocks until it is. */
  void stow(Source source, Parcel parcel) throws StowageException {
    if (parcel.records().isEmpty()) {
      return;
    }
    if (spool == null || source.kind().patience() == Patience.RETRIES) {
      send(parcel);
    } else if (!spool.isEmpty() || !sent(parcel)) {
      spool(spool, parcel);
    }
  }

  private void send(Parcel parcel) throws StowageException {
    try {
      outlet.send(parcel.records(), parcel.trace()).join();
    } catch (CompletionException e) {
      throw new StowageException("the bus is away", e);
    }
  }

  /** Whether the bus took it in time. What it takes later comes twice, which does no harm. */
  private boolean sent(Parcel parcel) {
    try {
      CompletableFuture.supplyAsync(() -> outlet.send(parcel.records(), parcel.trace()), sending)
          .thenCompose(Function.identity())
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void spool(Spool spool, Parcel parcel) throws StowageException {
    try {
      if (!spool.append(parcel.encode())) {
        throw new StowageException("the spool is full", null);
      }
    } catch (IOException e) {
      throw new StowageException("the disk does not take it", e);
    }
  }
}
