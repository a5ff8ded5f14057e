package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.CredentialProgram.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The credentials for repositories: what a file holds, and what the helpers that it names say,
 * which is remembered for a few minutes. A helper runs once at a time for one registry.
 * Thread-safe.
 */
final class Credentials {
  /** How long what a helper said is believed; its own tokens live longer. */
  private static final Duration HAS = Duration.ofMinutes(5);

  private static final Duration HAS_NONE = Duration.ofMinutes(1);

  /** The shortest time between two runs for one registry. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final class Remembered {
    private final ReentrantLock lock = new ReentrantLock();
    private Answer answer = new CredentialProgram.HasNone();
    private Instant asked = Instant.EPOCH;
    private Instant until = Instant.EPOCH;
  }

  private final CredentialsFile file;
  private final InstantSource clock;
  private final Function<String, CredentialProgram> programs;
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

  Credentials(CredentialsFile file, InstantSource clock) {
    this(file, clock, CredentialProgram::named);
  }

  Credentials(
      CredentialsFile file, InstantSource clock, Function<String, CredentialProgram> programs) {
    this.file = file;
    this.clock = clock;
    this.programs = programs;
  }

  /** The credential for {@code repository}. May run a program; blocks. */
  Answer find(RepositoryName repository) {
    String only = file.helper(repository.registry());
    if (only != null) {
      return ask(only, repository.registry());
    }
    Optional<Credential> own = file.find(repository);
    if (own.isPresent()) {
      return new CredentialProgram.Has(own.get());
    }
    String store = file.store(repository.registry());
    return store == null ? new CredentialProgram.HasNone() : ask(store, repository.registry());
  }

  private Answer ask(String helper, String registry) {
    Remembered memory = remembered.computeIfAbsent(registry, name -> new Remembered());
    memory.lock.lock();
    try {
      Instant now = clock.instant();
      if (!now.isBefore(memory.until)) {
        memory.answer = programs.apply(helper).get(server(registry));
        memory.asked = now;
        memory.until = now.plus(patience(memory.answer));
      }
      return memory.answer;
    } finally {
      memory.lock.unlock();
    }
  }

  private static Duration patience(Answer answer) {
    return switch (answer) {
      case CredentialProgram.Has has -> HAS;
      case CredentialProgram.HasNone none -> HAS_NONE;
      case CredentialProgram.Failed failed -> PAUSE;
    };
  }

  /** Docker's tools keep the credentials for its own registry under a URL. */
  private static String server(String registry) {
    return registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
  }

  /** The registry refused what was found: a helper may have better by now. */
  void refused(String registry) {
    @Nullable Remembered memory = remembered.get(registry);
    if (memory != null && memory.lock.tryLock()) {
      try {
        Instant earliest = memory.asked.plus(PAUSE);
        memory.until = memory.until.isBefore(earliest) ? memory.until : earliest;
      } finally {
        memory.lock.unlock();
      }
    }
  }
}
