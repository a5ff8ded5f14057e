package io.sealbus.broker;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Kafka would end the JVM, the fault is logged and completes {@link #fatal()}; whoever runs
 * the broker decides. Two doors lead here: the fault handlers that a broker is built with, and
 * Kafka's process-wide {@link Exit}, which does not say which of several brokers called it, so that
 * all of them fail.
 */
final class Faults implements FaultHandlerFactory, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Set<Faults> RUNNING = ConcurrentHashMap.newKeySet();

  private final CompletableFuture<BrokerException> fatal = new CompletableFuture<>();

  /** From now on {@link Exit} leads here. */
  static synchronized Faults watch() {
    Exit.setExitProcedure(Faults::exit);
    Exit.setHaltProcedure(Faults::exit);
    var faults = new Faults();
    RUNNING.add(faults);
    return faults;
  }

  /** Completes with the first fault that the broker cannot survive; never exceptionally. */
  CompletableFuture<BrokerException> fatal() {
    return fatal;
  }

  @Override
  public FaultHandler build(String name, boolean isFatal, Runnable action) {
    if (!isFatal) {
      return new LoggingFaultHandler(name, action);
    }
    return (message, cause) -> {
      var fault = fail(name + ": " + message, cause);
      action.run();
      return fault;
    };
  }

  private BrokerException fail(String message, @Nullable Throwable cause) {
    var fault = new BrokerException(BrokerException.Code.FATAL_FAULT, message, cause);
    if (fatal.complete(fault)) {
      log.atError().setCause(fault).log("The embedded broker met a fault that it cannot survive");
    }
    return fault;
  }

  /** Kafka's code after a call of {@link Exit} relies on not being reached: it must not return. */
  private static void exit(int status, @Nullable String message) {
    String text =
        "Kafka asked to end the process with status %d%s"
            .formatted(status, message == null ? "" : ": " + message);
    var asked = new BrokerException(BrokerException.Code.FATAL_FAULT, text);
    RUNNING.forEach(faults -> faults.fail(text, asked));
    throw asked;
  }

  @Override
  public synchronized void close() {
    RUNNING.remove(this);
  }
}
