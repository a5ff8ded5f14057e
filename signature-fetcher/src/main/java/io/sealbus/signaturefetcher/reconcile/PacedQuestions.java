package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.NamePage;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Questions to one registry, at its pace. */
final class PacedQuestions {
  /** Sleeps; moved by hand in tests. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  private final RegistryQuestions questions;
  private final RequestPace pace;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final ReconcileMetrics metrics;

  PacedQuestions(
      RegistryQuestions questions,
      RequestPace pace,
      InstantSource clock,
      Sleeper sleeper,
      ReconcileMetrics metrics) {
    this.questions = questions;
    this.pace = pace;
    this.clock = clock;
    this.sleeper = sleeper;
    this.metrics = metrics;
  }

  Lookup<NamePage> tags(RepositoryName repository, @Nullable String page)
      throws InterruptedException {
    return ask("tags", 1, () -> questions.tags(repository, page));
  }

  Lookup<NamePage> repositories(String registry, @Nullable String page)
      throws InterruptedException {
    return ask("catalogue", 1, () -> questions.repositories(registry, page));
  }

  Lookup<Digest> digest(RepositoryName repository, String tagOrDigest) throws InterruptedException {
    return ask("digest", 1, () -> questions.digest(repository, tagOrDigest));
  }

  Lookup<String> evidence(RepositoryName repository, Digest manifest) throws InterruptedException {
    return ask(
        "evidence",
        questions.evidenceRequests(repository, manifest),
        () -> questions.evidenceNow(repository, manifest));
  }

  /** Lets so many requests of somebody else go first. */
  void leaveRoom(int requests) {
    pace.book(requests, clock.instant());
  }

  private <T> Lookup<T> ask(String what, int requests, Callable<Lookup<T>> question)
      throws InterruptedException {
    Duration wait = pace.book(requests, clock.instant());
    if (wait.isPositive()) {
      sleeper.sleep(wait);
    }
    Lookup<T> answer;
    try {
      answer = question.call();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    metrics.asked(what, requests, answer);
    pace.note(answer, clock.instant());
    return answer;
  }
}
