package io.sealbus.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the system says of processes, and what one needs to start some and to tidy up behind them.
 */
public final class Processes {
  /** Of Linux, for programs: USER_HZ. */
  private static final double TICKS_PER_SECOND = 100;

  private Processes() {}

  /** CPU time of a process that runs. */
  public static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** CPU time of those of its threads that compile; of a JVM, and on Linux, where it is known. */
  public static double compilerSeconds(ProcessHandle process) throws IOException {
    double seconds = 0;
    try (var threads =
        Files.newDirectoryStream(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
      for (Path thread : threads) {
        String stat = stat(thread);
        if (stat.contains(" CompilerThre")) {
          // utime and stime
          seconds += ticks(stat, 14, 15) / TICKS_PER_SECOND;
        }
      }
    }
    return seconds;
  }

  /** Empty where the thread has ended meanwhile. */
  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      return "";
    }
  }

  /** CPU time of all processes that this one has started and that have ended. */
  public static double cpuSecondsOfEnded() throws IOException {
    // cutime and cstime
    return ticks(Files.readString(Path.of("/proc/self/stat")), 16, 17) / TICKS_PER_SECOND;
  }

  /** The sum of two fields, numbered as in proc(5); the second one is a name in parentheses. */
  private static long ticks(String stat, int one, int another) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    return Long.parseLong(fields.get(one - 3)) + Long.parseLong(fields.get(another - 3));
  }

  /** MiB of memory that a process occupies. */
  public static double residentMebibytes(ProcessHandle process) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** A port of loopback that nobody listens on. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The program of the JDK that this process runs on. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Deletes a folder, where it is there. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
