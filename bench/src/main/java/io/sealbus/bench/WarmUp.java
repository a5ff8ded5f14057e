package io.sealbus.bench;

/**
 * Work that is done until it no longer gets faster, as what is compiled while it runs does for a
 * while.
 */
public final class WarmUp {
  /** Rounds that may pass without a faster one until the compilers are taken to be done. */
  private static final int NO_FASTER_ROUNDS = 3;

  /** A round counts as faster from there on. */
  private static final double FASTER = 1.02;

  private WarmUp() {}

  /** One round of the work. */
  public interface Round {
    /** Does it; so much was done per second. */
    double rate() throws Exception;
  }

  /**
   * Does {@code most} rounds, or as many as it takes.
   *
   * @return how many they were
   */
  public static int untilNoFaster(int most, Round round) throws Exception {
    double best = 0;
    int since = 0;
    int rounds = 0;
    while (rounds < most && since < NO_FASTER_ROUNDS) {
      double rate = round.rate();
      since = rate > best * FASTER ? 0 : since + 1;
      best = Math.max(best, rate);
      rounds++;
    }
    return rounds;
  }
}
