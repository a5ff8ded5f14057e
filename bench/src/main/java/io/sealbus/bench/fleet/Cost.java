package io.sealbus.bench.fleet;

import java.lang.management.ManagementFactory;

/** What passes from its creation on: time, and what all threads of this process take. */
final class Cost {
  private final long wall = System.nanoTime();
  private final long cpu = cpuNanos();

  double seconds() {
    return (System.nanoTime() - wall) / 1e9;
  }

  double cpuSeconds() {
    return (cpuNanos() - cpu) / 1e9;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
