package io.sealbus.verification.facts;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A memory of facts. A fact is the value of a pure function of bytes, such as whether a signature
 * verifies under a key over a message, so it holds for ever and whoever asks; it is found by a
 * digest of everything that the function was given, so it answers no other question. "No" is
 * remembered as well as "yes".
 *
 * <p>Bounded: facts are held in two generations, and where the younger one is full, the older one
 * is forgotten with all that nobody asked for meanwhile. That costs their checks again and nothing
 * else. About 43 bytes a fact. Many threads may ask at once; none waits for another, except while a
 * table grows.
 */
public final class Facts {
  /** Bytes of a fact in {@link #learnt()}: the digest, whose last bit is the answer. */
  public static final int FACT_BYTES = 32;

  /** Most that can be remembered. */
  public static final int MAX_FACTS = 1 << 28;

  /** Most facts that a thread learns between two calls of {@link #learnt()} and still hands on. */
  private static final int MAX_LEARNT = 1 << 12;

  private static final int FIRST_CAPACITY = 1 << 10;
  private static final byte[] NO_LAW = {};
  private static final Facts NONE = new Facts(0, false, NO_LAW);

  private final int maxOfGeneration;
  private final boolean lasting;
  private final byte[] law;
  private final Object growing = new Object();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final ThreadLocal<Learnt> learnt = ThreadLocal.withInitial(Learnt::new);
  private volatile Generations generations;

  /** The law of memories that nobody gave a name for it: what is concluded stays in the process. */
  private static final class ThisProcess {
    private static final byte[] LAW = new byte[32];

    static {
      new SecureRandom().nextBytes(LAW);
    }

    private ThisProcess() {}
  }

  private record Generations(FactTable young, FactTable old) {}

  /** What one thread has learnt and not handed on. */
  private static final class Learnt {
    private byte[] bytes = new byte[8 * FACT_BYTES];
    private int length;

    void add(Question question, boolean answer) {
      if (length == MAX_LEARNT * FACT_BYTES) {
        return;
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      question.write(answer, bytes, length);
      length += FACT_BYTES;
    }

    byte[] take() {
      byte[] taken = Arrays.copyOf(bytes, length);
      length = 0;
      return taken;
    }
  }

  /** A check that may not come to an end. */
  @FunctionalInterface
  public interface Check {
    /** The answer, which depends on nothing but what the question names. */
    boolean run() throws GeneralSecurityException;
  }

  private Facts(int max, boolean lasting, byte[] law) {
    this.maxOfGeneration = max / 2;
    this.lasting = lasting;
    this.law = law;
    this.generations = empty(maxOfGeneration);
  }

  private static Generations empty(int maxOfGeneration) {
    return new Generations(
        new FactTable(Math.min(FIRST_CAPACITY, maxOfGeneration)), new FactTable(0));
  }

  /** Remembers nothing: for who asks once. */
  public static Facts none() {
    return NONE;
  }

  /**
   * An empty memory.
   *
   * @param max most facts, from 2 to {@link #MAX_FACTS}
   */
  public static Facts ofAtMost(int max) {
    return new Facts(checked(max), true, ThisProcess.LAW);
  }

  /**
   * As {@link #ofAtMost(int)}, whose conclusions are found again wherever the law is the same.
   *
   * @param law names the code that concludes, all of it; another name for every change of it
   */
  public static Facts ofAtMost(int max, byte[] law) {
    return new Facts(checked(max), true, law.clone());
  }

  /**
   * As {@link #ofAtMost(int)}, for who {@link #forget forgets} before each evaluation: nothing is
   * concluded that only another evaluation would ask for.
   */
  public static Facts ofOneEvaluation(int max) {
    return new Facts(checked(max), false, NO_LAW);
  }

  private static int checked(int max) {
    if (max < 2 || max > MAX_FACTS) {
      throw new IllegalArgumentException("from 2 to " + MAX_FACTS + " facts, not " + max);
    }
    return max;
  }

  /** Whether anything is ever remembered. */
  public boolean isKept() {
    return maxOfGeneration > 0;
  }

  /**
   * The answer, remembered or found out now.
   *
   * @param check is only asked for what is not remembered
   * @throws GeneralSecurityException where {@code check} does; nothing is remembered then
   */
  public boolean answer(Question question, Check check) throws GeneralSecurityException {
    if (!isKept()) {
      return find(check);
    }
    Boolean known = known(question);
    if (known != null) {
      hits.increment();
      return known;
    }
    misses.increment();
    boolean answer = check.run();
    remember(question, answer);
    learnt.get().add(question, answer);
    return answer;
  }

  /**
   * Whether conclusions are remembered: that some evidence, read whole, holds under some trust.
   * Only good ones are, and who does not find one finds out as if there were none.
   */
  public boolean concludes() {
    return lasting;
  }

  /**
   * Begins the question whether a conclusion holds. All that it depends on has to be added, but for
   * the law, which is there already.
   *
   * @param rule names what is concluded
   */
  public Reading conclusion(String rule) {
    return Reading.of(rule).add(law);
  }

  /** Whether the conclusion is known to hold. */
  public boolean holds(Question conclusion) {
    Boolean known = lasting ? known(conclusion) : null;
    if (known == null || !known) {
      return false;
    }
    hits.increment();
    return true;
  }

  /** Remembers a conclusion that was found to hold. */
  public void conclude(Question conclusion) {
    if (lasting) {
      remember(conclusion, true);
      learnt.get().add(conclusion, true);
    }
  }

  /**
   * The answer, found out now, counted and not remembered.
   *
   * @throws GeneralSecurityException where {@code check} does
   */
  public boolean find(Check check) throws GeneralSecurityException {
    misses.increment();
    return check.run();
  }

  /** Forgets everything: for a memory that is of one evaluation only. Counts go on. */
  public void forget() {
    generations = empty(maxOfGeneration);
  }

  /** A fact that is asked for outlives the generation that it was found in. */
  private @Nullable Boolean known(Question question) {
    Generations now = generations;
    Boolean young = now.young.get(question);
    if (young != null) {
      return young;
    }
    Boolean old = now.old.get(question);
    if (old != null) {
      remember(question, old);
    }
    return old;
  }

  private void remember(Question question, boolean answer) {
    FactTable young = generations.young;
    while (!young.add(question, answer)) {
      makeRoom(young);
      young = generations.young;
    }
  }

  /** Another thread may have done so meanwhile. */
  private void makeRoom(FactTable full) {
    synchronized (growing) {
      Generations now = generations;
      if (now.young == full) {
        int capacity = full.capacity();
        generations =
            capacity < maxOfGeneration
                ? new Generations(
                    full.grown((int) Math.min(2L * capacity, maxOfGeneration)), now.old)
                : new Generations(new FactTable(capacity), full);
      }
    }
  }

  /**
   * What the calling thread has found out since it last asked, {@link #FACT_BYTES} each, to be kept
   * and given to {@link #restore} at the next start; at most 4096 facts. What was restored is not
   * among it.
   */
  public byte[] learnt() {
    return learnt.get().take();
  }

  /**
   * Remembers facts that {@link #learnt()} gave out. They are believed, so they must come from
   * where nobody else writes.
   *
   * @param facts any number, one after the other
   * @throws IllegalArgumentException where they are cut short
   */
  public void restore(byte[] facts) {
    if (facts.length % FACT_BYTES != 0) {
      throw new IllegalArgumentException(facts.length + " bytes are no whole facts");
    }
    if (isKept()) {
      for (int offset = 0; offset < facts.length; offset += FACT_BYTES) {
        remember(Question.read(facts, offset), (facts[offset + FACT_BYTES - 1] & 1) == 1);
      }
    }
  }

  /** How often an answer was remembered. */
  public long hits() {
    return hits.sum();
  }

  /** How often an answer had to be found out. */
  public long misses() {
    return misses.sum();
  }

  /** How many facts are remembered; those that were found again in time count twice. */
  public int size() {
    Generations now = generations;
    return now.young.size() + now.old.size();
  }
}
