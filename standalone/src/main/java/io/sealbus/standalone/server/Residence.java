package io.sealbus.standalone.server;

import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.output.Progress;
import java.util.concurrent.CompletableFuture;

/** Keeps something running until a signal ends the process, and then stops it in order. */
public final class Residence {
  private Residence() {}

  /**
   * Never returns: a signal ends the process once {@code running} is closed.
   *
   * @param failure completes where {@code running} cannot go on
   * @throws CommandException {@code FAILED}, once {@code running} is closed
   */
  public static int keep(AutoCloseable running, CompletableFuture<? extends Throwable> failure) {
    var stop = new Thread(() -> stop(running), "sealbus-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    Throwable fault = failure.join();
    throw new CommandException(
        ExitCode.INTERNAL,
        "FAILED",
        fault.getMessage() + "; what was acknowledged is kept: correct the cause and start again",
        fault);
  }

  private static void stop(AutoCloseable running) {
    Progress progress = Progress.onStandardError();
    progress.step("stopping");
    try {
      running.close();
      progress.done();
    } catch (Exception e) {
      progress.done();
      System.err.println("sealbus: STOPPED_UNFINISHED: " + e.getMessage());
    }
  }
}
