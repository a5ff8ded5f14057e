package io.sealbus.verifier.sweep;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much a sweep takes for itself, in slices of time. While fresh records come, a thread looks
 * for them after each short slice, and rests for as long as leaves a processor to whoever carries
 * them: a push passes six threads on its way, and would queue behind sweeps at each. While none
 * come, slices are long, since each costs a poll. One for all tasks of a process.
 */
public final class SweepPace {
  /** So many times as long is a slice while no fresh records come. */
  static final int LONGER = 10;

  /** Fresh records are taken to come for so long after the last one. */
  private static final long COMING = Duration.ofSeconds(1).toNanos();

  private final long slice;
  private final double restOfSlice;
  private final LongSupplier nanoTime;
  private volatile long lastFresh;

  /** A slice that has begun, and the rest that follows it. */
  public final class Slice {
    private final long begun = nanoTime.getAsLong();
    private final boolean isFreshComing = begun - lastFresh < COMING;
    private final long length = isFreshComing ? slice : LONGER * slice;
    private long resumes = begun;

    /** Whether there is time left. */
    public boolean goesOn() {
      return nanoTime.getAsLong() - begun < length;
    }

    /** Nothing more is done in it. */
    public void end() {
      long now = nanoTime.getAsLong();
      resumes = isFreshComing ? now + (long) (restOfSlice * (now - begun)) : now;
    }

    /** Nanoseconds until the next one may begin; none or less once it may. */
    public long rest() {
      return resumes - nanoTime.getAsLong();
    }
  }

  /**
   * @param slice how long images are re-verified while fresh records come
   * @param share of its time that a thread may sweep meanwhile, up to 1
   * @param nanoTime a clock as {@link System#nanoTime()}
   */
  public SweepPace(Duration slice, double share, LongSupplier nanoTime) {
    this.slice = slice.toNanos();
    this.restOfSlice = 1 / share - 1;
    this.nanoTime = nanoTime;
    this.lastFresh = nanoTime.getAsLong() - COMING;
  }

  /** By this machine's clock, for a process with so many threads that sweep. */
  public static SweepPace of(Duration slice, int threads) {
    return new SweepPace(
        slice, share(threads, Runtime.getRuntime().availableProcessors()), System::nanoTime);
  }

  /** All processors but one, and half of a single one, shared among the threads. */
  static double share(int threads, int processors) {
    return Math.min(1, Math.max(0.5, processors - 1) / threads);
  }

  /** A fresh record was taken. */
  public void fresh() {
    lastFresh = nanoTime.getAsLong();
  }

  /** Begins one. */
  public Slice slice() {
    return new Slice();
  }
}
