package io.sealbus.verifier.state;

import io.sealbus.verification.facts.Facts;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The cryptographic facts that one task's images taught, kept with the state so that a restart
 * checks no signature again. The oldest rows make room for new ones. What a crash takes along is
 * found out again.
 */
public final class StoredFacts {
  private final VerifierState state;
  private final Facts facts;
  private final int max;
  private final Deque<Row> rows = new ArrayDeque<>();
  private final ByteArrayOutputStream learnt = new ByteArrayOutputStream();
  private long next;
  private int stored;

  private record Row(long number, int facts) {}

  /**
   * Remembers what the state holds.
   *
   * @param max most facts to keep there
   */
  public StoredFacts(VerifierState state, Facts facts, int max) {
    this.state = state;
    this.facts = facts;
    this.max = max;
    state.facts(row -> {
      facts.restore(row.value);
      add(new Row(Long.parseLong(row.key), row.value.length / Facts.FACT_BYTES));
    });
  }

  /** Takes what the calling thread has learnt since it last asked. */
  public void collect() {
    learnt.writeBytes(facts.learnt());
  }

  /** Writes down what was collected. */
  public void store() {
    if (learnt.size() == 0) {
      return;
    }
    byte[] bytes = learnt.toByteArray();
    learnt.reset();
    var row = new Row(next, bytes.length / Facts.FACT_BYTES);
    state.putFacts(name(row), bytes);
    add(row);
    while (stored > max && rows.size() > 1) {
      Row oldest = rows.removeFirst();
      stored -= oldest.facts();
      state.deleteFacts(name(oldest));
    }
  }

  private void add(Row row) {
    rows.addLast(row);
    stored += row.facts();
    next = row.number() + 1;
  }

  private static String name(Row row) {
    return "%019d".formatted(row.number());
  }
}
