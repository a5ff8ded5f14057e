package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.BUNDLE_INVALID;
import static io.sealbus.verification.ReasonCode.TLOG_CHECKPOINT_INVALID;
import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_INVALID;
import static io.sealbus.verification.ReasonCode.TLOG_KEY_UNKNOWN;
import static io.sealbus.verification.ReasonCode.TLOG_MISSING;
import static io.sealbus.verification.ReasonCode.TLOG_SET_INVALID;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.trust.CertificateChain;
import io.sealbus.verification.trust.ObservedTime;
import io.sealbus.verification.trust.TrustedRoot.Log;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves log entries of a bundle and binds them to what was signed. Immutable and safe for use by
 * many threads.
 */
public final class LogEntryVerifier {
  /** Most entries of one bundle. */
  public static final int MAX_ENTRIES = 32;

  /** Kinds that Sigstore clients put into bundles. */
  private static final Set<String> KINDS =
      Set.of(
          "hashedrekord 0.0.1", "dsse 0.0.1", "intoto 0.0.2", "hashedrekord 0.0.2", "dsse 0.0.2");

  private static final long MAX_SECONDS = 253_402_300_799L;

  private final Map<Bytes, Log> logs;

  /** Of the logs {@code logs}; of two with one id the last counts. */
  public LogEntryVerifier(List<Log> logs) {
    var byId = new HashMap<Bytes, Log>();
    logs.forEach(log -> byId.put(log.id(), log));
    this.logs = Map.copyOf(byId);
  }

  /**
   * Proves that {@code threshold} logs hold the signature and key of {@code claim}; {@link
   * LoggedSignature#bind} proves the rest. Entries of unknown logs, and those whose promise does
   * not verify, are passed over; any other that does not hold spoils all. Refused with {@code
   * BUNDLE_INVALID} or one of the {@code TLOG_…} codes.
   *
   * @param leaf must have been valid when a log took the entry; null where a key signed
   */
  public Proof<LoggedSignature> verify(
      List<UntrustedLogEntry> entries, LogClaim claim, @Nullable Certificate leaf, int threshold) {
    return Proof.of(() -> {
      requireDistinct(entries);
      var proven = new HashSet<Bytes>();
      var bodies = new ArrayList<LogEntryBody>();
      var times = new ArrayList<ObservedTime>();
      Refusal passedOver =
          new Refusal(TLOG_MISSING, "the bundle has no entry of a transparency log");
      for (UntrustedLogEntry entry : entries) {
        LogEntryBody body = body(entry);
        Log log = logs.get(entry.logId());
        if (log == null) {
          passedOver = new Refusal(TLOG_KEY_UNKNOWN, "a log entry is of an unknown log");
        } else if (entry.promise() != null && !isPromised(entry, body, log)) {
          passedOver = new Refusal(TLOG_SET_INVALID, "a log's promise does not verify");
        } else {
          verifyOne(entry, body, log, claim, leaf);
          bodies.add(body);
          if (proven.add(log.id()) && entry.promise() != null) {
            times.add(observed(entry));
          }
        }
      }
      if (proven.size() < threshold) {
        throw passedOver;
      }
      return new LoggedSignature(claim, bodies, new VerifiedLogEntries(proven, times));
    });
  }

  /** Two of one place could make one entry count twice. */
  private static void requireDistinct(List<UntrustedLogEntry> entries) throws Refusal {
    if (entries.size() > MAX_ENTRIES) {
      throw new Refusal(BUNDLE_INVALID, "more than " + MAX_ENTRIES + " log entries");
    }
    record Place(Bytes logId, long index) {}
    var places = new HashSet<Place>();
    for (UntrustedLogEntry entry : entries) {
      if (!places.add(new Place(entry.logId(), entry.logIndex()))) {
        throw new Refusal(BUNDLE_INVALID, "two log entries are one");
      }
    }
  }

  private static LogEntryBody body(UntrustedLogEntry entry) throws Refusal {
    try {
      LogEntryBody body = entry.read();
      if (!body.kind().equals(entry.kind()) || !body.version().equals(entry.version())) {
        throw new Refusal(TLOG_ENTRY_INVALID, "a log entry is of another kind than it says");
      }
      if (!KINDS.contains(body.kind() + " " + body.version())) {
        throw new Refusal(TLOG_ENTRY_INVALID, "a log entry is of a kind that bundles do not have");
      }
      return body;
    } catch (InvalidJsonException e) {
      throw new Refusal(TLOG_ENTRY_INVALID, "log entry " + e.path() + ": " + e.getMessage());
    } catch (MalformedException e) {
      throw new Refusal(TLOG_ENTRY_INVALID, "log entry: " + e.getMessage());
    }
  }

  private static boolean isPromised(UntrustedLogEntry entry, LogEntryBody body, Log log) {
    byte[] promise = entry.promise();
    var set =
        new SignedEntryTimestamp(
            Base64.getEncoder().encodeToString(entry.body()),
            entry.integratedTime(),
            entry.logIndex(),
            HexFormat.of().formatHex(entry.logId().toArray()));
    return promise != null
        && !body.isTiled()
        && isInRange(entry)
        && log.validFor().contains(Instant.ofEpochSecond(entry.integratedTime()))
        && set.isSignedBy(log.key(), promise);
  }

  private static boolean isInRange(UntrustedLogEntry entry) {
    return entry.integratedTime() >= 0 && entry.integratedTime() <= MAX_SECONDS;
  }

  private static ObservedTime observed(UntrustedLogEntry entry) {
    return new ObservedTime(Instant.ofEpochSecond(entry.integratedTime()), ObservedTime.Source.LOG);
  }

  private static void verifyOne(
      UntrustedLogEntry entry,
      LogEntryBody body,
      Log log,
      LogClaim claim,
      @Nullable Certificate leaf)
      throws Refusal {
    InclusionProof proof = entry.proof();
    if (proof == null && (entry.promise() == null || body.isTiled())) {
      throw new Refusal(BUNDLE_INVALID, "a log entry has neither promise nor proof");
    }
    if (body.isTiled() && entry.integratedTime() != 0) {
      throw new Refusal(TLOG_ENTRY_INVALID, "an entry of Rekor v2 has a time that nobody signed");
    }
    if (proof != null) {
      verifyProof(entry, proof, log);
    }
    body.requireSignatureOf(claim);
    if (entry.integratedTime() != 0 && leaf != null) {
      if (!isInRange(entry)) {
        throw new Refusal(TLOG_ENTRY_INVALID, "integratedTime is out of range");
      }
      CertificateChain.requireLeafValidAt(leaf, observed(entry));
    }
  }

  private static void verifyProof(UntrustedLogEntry entry, InclusionProof proof, Log log)
      throws Refusal {
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(proof.checkpoint());
    } catch (MalformedException e) {
      throw new Refusal(TLOG_CHECKPOINT_INVALID, e.getMessage() == null ? "" : e.getMessage());
    }
    if (checkpoint.isSharded()) {
      proof.requireLeadsTo(entry.body(), proof.logIndex(), proof.rootHash(), proof.treeSize());
      checkpoint.requireSharded(log.key());
      requireSameTree(proof, checkpoint);
    } else {
      checkpoint.requireTiled(hostName(log.baseUrl()), log.key());
      requireSameTree(proof, checkpoint);
      proof.requireLeadsTo(
          entry.body(), entry.logIndex(), checkpoint.rootHash(), checkpoint.size());
      if (proof.logIndex() != entry.logIndex()) {
        throw new Refusal(TLOG_ENTRY_INVALID, "a log entry has two indices");
      }
    }
  }

  private static void requireSameTree(InclusionProof proof, Checkpoint checkpoint) throws Refusal {
    if (checkpoint.size() != proof.treeSize()
        || !Arrays.equals(checkpoint.rootHash(), proof.rootHash())) {
      throw new Refusal(TLOG_CHECKPOINT_INVALID, "the checkpoint is about another tree");
    }
  }

  /** Rekor v2 logs call themselves by the host name of their base URL. */
  private static String hostName(String baseUrl) throws Refusal {
    try {
      String host = URI.create(baseUrl).getHost();
      if (host != null) {
        return host;
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal(TLOG_CHECKPOINT_INVALID, "the log's base URL is none");
    }
    throw new Refusal(TLOG_CHECKPOINT_INVALID, "the log's base URL names no host");
  }
}
