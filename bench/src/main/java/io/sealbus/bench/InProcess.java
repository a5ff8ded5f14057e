package io.sealbus.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * Work that is done in this JVM, on the calling thread.
 *
 * @param work is given 0, 1, 2 and so on, anew in each turn; throws where its answer is wrong
 */
public record InProcess(String subject, Duration warmUp, IntConsumer work) implements Contestant {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int BATCH = 8;

  @Override
  public boolean isCompiledAsItRuns() {
    return true;
  }

  @Override
  public Sample take(Duration time) {
    // Nobody pays for the garbage of who had the turn before.
    System.gc();
    long begun = PROCESS.getProcessCpuTime();
    long now = begun;
    int operations = 0;
    while (now - begun < time.toNanos()) {
      for (int i = 0; i < BATCH; i++) {
        work.accept(operations++);
      }
      now = PROCESS.getProcessCpuTime();
    }
    return new Sample(operations, (now - begun) / 1e9);
  }
}
