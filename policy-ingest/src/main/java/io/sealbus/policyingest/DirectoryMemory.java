package io.sealbus.policyingest;

import io.sealbus.policyingest.DirectoryLook.Content;
import io.sealbus.runtime.http.Problem.Fault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells settled files from such as may be half written. A file counts when two looks in a row saw
 * the same bytes, and counts as faulty only at the third; a file is gone when two looks missed it.
 */
final class DirectoryMemory {
  private static final int GOOD_AT = 2;
  private static final int FAULTY_AT = 3;

  private final Map<String, Seen> files = new HashMap<>();
  private Set<String> before = Set.of();
  private boolean completeBefore;

  private record Seen(String digest, int times, FileState state) {}

  /** Takes in one more look. */
  DirectoryView after(DirectoryLook look) {
    var states = new TreeMap<String, FileState>();
    var digests = new HashMap<String, String>();
    look.files()
        .forEach((file, content) -> {
          Seen seen = files.merge(file, first(content), (old, now) -> again(old, now, content));
          states.put(file, seen.state());
          digests.put(file, seen.digest());
        });
    files.keySet().retainAll(look.files().keySet());
    var lately = new HashSet<>(before);
    lately.addAll(look.files().keySet());
    boolean complete = completeBefore && look.complete();
    before = Set.copyOf(look.files().keySet());
    completeBefore = look.complete();
    return new DirectoryView(complete, states, lately, digests);
  }

  private static Seen first(Content content) {
    return new Seen(digest(content), 1, new FileState.Unsettled());
  }

  private static Seen again(Seen old, Seen now, Content content) {
    if (!old.digest().equals(now.digest())) {
      return now;
    }
    int times = Math.min(old.times() + 1, FAULTY_AT);
    if (!(old.state() instanceof FileState.Unsettled)) {
      return old;
    }
    FileState state =
        switch (content) {
          case Content.Bytes(byte[] bytes) -> parsed(bytes);
          case Content.Unreadable(Fault fault) -> new FileState.Faulty(List.of(fault), Set.of());
        };
    boolean soon = state instanceof FileState.Faulty ? times < FAULTY_AT : times < GOOD_AT;
    return new Seen(now.digest(), times, soon ? new FileState.Unsettled() : state);
  }

  private static FileState parsed(byte[] bytes) {
    return switch (Submission.read(bytes)) {
      case Checked.Good<List<Submitted>>(List<Submitted> resources) ->
          new FileState.Usable(resources);
      case Checked.Bad<List<Submitted>>(List<Fault> faults) ->
          new FileState.Faulty(faults, Set.of());
    };
  }

  private static String digest(Content content) {
    return switch (content) {
      case Content.Bytes(byte[] bytes) -> HexFormat.of().formatHex(sha256(bytes));
      case Content.Unreadable(Fault fault) -> fault.rule() + " " + fault.message();
    };
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
