package io.sealbus.verifier.clients;

/** What a task asks of the clients of the stream thread that it is called by. */
public interface ThreadClients {
  /** How often the thread has flushed its producer, and nothing that it had sent was lost. */
  long flushes();

  /** Waits until what the thread has sent is safely on the bus. */
  void flush();

  /** Somebody waits for what the thread has sent: it leaves with the thread's next poll. */
  void hurry();

  /** The thread has more to do: its next poll waits for fresh records no longer than this. */
  void resumeWithin(long nanos);
}
