package io.sealbus.renderer.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.schemas.NodeFileRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a directory to what stands on the bus, and tries again where that fails. */
final class DirectoryLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryLoop.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  private final Path root;
  private final NodeDirectory directory;
  private final Published<NodeFileRecord> files;
  private final BooleanSupplier complete;
  private final Counter failures;
  private final Semaphore changes = new Semaphore(1);
  private final Thread thread = Thread.ofPlatform().name("renderer-directory").unstarted(this::run);
  private volatile boolean done;

  DirectoryLoop(
      Path root, Published<NodeFileRecord> files, BooleanSupplier complete, MeterRegistry metrics) {
    this.root = root;
    this.directory = new NodeDirectory(root);
    this.files = files;
    this.complete = complete;
    this.failures = metrics.counter("sealbus.renderer.directory.failures");
  }

  void start() {
    thread.start();
  }

  /** The files on the bus changed. */
  void changed() {
    changes.release();
  }

  /** Whether the directory holds what it should, or will at the first attempt. */
  boolean ready() {
    return done;
  }

  private void run() {
    try {
      while (true) {
        changes.acquire();
        changes.drainPermits();
        if (complete.getAsBoolean()) {
          done = apply();
          if (!done) {
            Thread.sleep(AGAIN_AFTER);
            changes.release();
          }
        }
      }
    } catch (InterruptedException e) {
      // The service stops.
      Thread.currentThread().interrupt();
    }
  }

  private boolean apply() {
    var wanted = new HashMap<String, byte[]>();
    files
        .values()
        .forEach((path, file) -> {
          byte[] bytes = new byte[file.getContent().remaining()];
          file.getContent().duplicate().get(bytes);
          wanted.put(path, bytes);
        });
    try {
      directory.apply(wanted);
      return true;
    } catch (IOException | RuntimeException e) {
      failures.increment();
      log.atError().setCause(e).addKeyValue("directory", root).log("files could not be written");
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
