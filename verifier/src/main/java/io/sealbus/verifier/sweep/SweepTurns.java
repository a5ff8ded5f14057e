package io.sealbus.verifier.sweep;

import org.jspecify.annotations.Nullable;

/**
 * Which of a thread's tasks sweeps: one at a time. What it sends fills whole batches of its
 * partition, where a little from each task would make small ones of all; and fresh records wait for
 * one slice, not for one of each task.
 */
public final class SweepTurns {
  private final ThreadLocal<@Nullable Object> sweeping = new ThreadLocal<>();

  /** Whether {@code task} may sweep now; from then on no other one of the calling thread may. */
  public boolean take(Object task) {
    Object holder = sweeping.get();
    if (holder == null) {
      sweeping.set(task);
    }
    return holder == null || holder == task;
  }

  /** Another task may sweep, where it was {@code task}'s turn. */
  public void end(Object task) {
    if (sweeping.get() == task) {
      sweeping.remove();
    }
  }
}
