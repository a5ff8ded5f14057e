package io.sealbus.signaturefetcher.source;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.runtime.bus.TraceContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends records. May block while the bus is away. */
public interface Outlet {
  /** Completes when all of {@code records} are durable. */
  CompletableFuture<Void> send(List<OutgoingRecord<?>> records, TraceContext trace);

  /** To the bus. */
  static Outlet to(RecordSender sender) {
    return sender::sendAll;
  }
}
