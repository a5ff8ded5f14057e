package io.sealbus.verifier;

import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verifier.clients.AfterFlush;
import io.sealbus.verifier.clients.ThreadClients;
import io.sealbus.verifier.policies.PolicySnapshot;
import io.sealbus.verifier.state.StoredFacts;
import io.sealbus.verifier.state.VerifierState;
import io.sealbus.verifier.sweep.SweepPace;
import io.sealbus.verifier.sweep.SweepTurns;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** One partition's part of the verifier: its images, their judge, and what they taught. */
final class VerifierTask {
  private final AfterFlush afterFlush;
  private final Intake intake;
  private final CatchUp catchUp;
  private final StoredFacts facts;
  private final SweepPace pace;
  private final ThreadClients clients;

  /**
   * What all tasks of a process share.
   *
   * @param policies the newest ones
   * @param facts remembered by all tasks together
   * @param factsOfTask most facts that one task keeps on disk
   * @param clients of whichever thread calls
   * @param exactlyOnce whether what is sent and what is stored are of one transaction
   * @param turns of the tasks of a thread, to sweep
   * @param verifierVersion as verdicts name it
   */
  record Shared(
      TopicNames names,
      RecordCodecs codecs,
      Supplier<PolicySnapshot> policies,
      Facts facts,
      int factsOfTask,
      ThreadClients clients,
      boolean exactlyOnce,
      SweepTurns turns,
      SweepPace pace,
      String verifierVersion) {}

  VerifierTask(Shared shared, ProcessorContext<String, byte[]> context) {
    var state = new VerifierState(context);
    var outlet = new Outlet(context, shared.codecs());
    var judge =
        new Judge(state, outlet, shared.policies(), shared.codecs(), shared.verifierVersion());
    afterFlush = new AfterFlush(shared.clients()::flushes);
    intake =
        new Intake(
            state,
            outlet,
            judge,
            afterFlush,
            shared.codecs(),
            shared.names().of(TopicCatalogue.IMAGES));
    catchUp = new CatchUp(state, judge, afterFlush, shared);
    pace = shared.pace();
    clients = shared.clients();
    facts = new StoredFacts(state, shared.facts(), shared.factsOfTask());
  }

  /** Takes a record of {@code images} or {@code evidence}. */
  void take(RecordMetadata from, Record<String, byte[]> record, Instant now) {
    intake.take(from, record, now);
    pace.fresh();
    clients.hurry();
    facts.collect();
  }

  /** Does a slice of what is behind. */
  void catchUp(Instant now) {
    catchUp.slice(now);
    facts.collect();
    facts.store();
  }

  /** The partition is given up. */
  void close() {
    catchUp.close();
  }
}
