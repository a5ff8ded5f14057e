package io.sealbus.renderer.verdict;

import io.sealbus.schemas.NamespaceResultRecord;
import io.sealbus.schemas.ReasonRecord;
import io.sealbus.schemas.Repositories;
import io.sealbus.schemas.VerdictRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which verdicts are asked for. What is null does not restrict.
 *
 * @param decision the verdict's decision; with {@code namespace}, the one that holds there
 * @param reason a code that stands anywhere in the verdict; with {@code namespace}, in what was
 *     found for it
 * @param namespace one that has a decision of its own
 */
record VerdictFilter(
    @Nullable String registry,
    @Nullable String repository,
    @Nullable String decision,
    @Nullable String reason,
    @Nullable String namespace) {
  static final VerdictFilter ALL = new VerdictFilter(null, null, null, null, null);

  boolean matches(VerdictRecord verdict) {
    if (!matches(registry, verdict.getRegistry())
        || !matches(repository, verdict.getRepository())) {
      return false;
    }
    if (namespace == null) {
      return matches(decision, verdict.getDecision().name())
          && (reason == null || allCodes(verdict).anyMatch(reason::equals));
    }
    Optional<NamespaceResultRecord> own =
        verdict.getNamespaces().stream().filter(n -> n.getNamespace().equals(namespace)).findAny();
    return own.isPresent()
        && matches(decision, own.get().getDecision().name())
        && (reason == null || codes(verdict, own.get()).anyMatch(reason::equals));
  }

  /** That a reference is gone concerns whoever asks for its repository. */
  boolean matchesGone(String reference) {
    String name = Repositories.of(reference);
    int slash = name.indexOf('/');
    return slash < 0
        || (matches(registry, name.substring(0, slash))
            && matches(repository, name.substring(slash + 1)));
  }

  private static boolean matches(@Nullable String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }

  /** Every code that stands anywhere in {@code verdict}. */
  static Stream<String> allCodes(VerdictRecord verdict) {
    return Stream.of(
            verdict.getReasons().stream(),
            verdict.getNamespaces().stream().flatMap(n -> n.getReasons().stream()),
            verdict.getResults().stream().flatMap(r -> r.getReasons().stream()),
            verdict.getResults().stream()
                .flatMap(r -> r.getPolicies().stream())
                .flatMap(p -> p.getReasons().stream()))
        .flatMap(reasons -> reasons)
        .map(ReasonRecord::getCode);
  }

  private static Stream<String> codes(VerdictRecord verdict, NamespaceResultRecord own) {
    List<ReasonRecord> reasons = own.getReasons();
    Stream<ReasonRecord> found =
        verdict.getResults().stream()
            .filter(r -> own.getNamespace().equals(r.getNamespace()))
            .flatMap(r ->
                Stream.concat(
                    r.getReasons().stream(),
                    r.getPolicies().stream().flatMap(p -> p.getReasons().stream())));
    return Stream.concat(reasons.stream(), found).map(ReasonRecord::getCode);
  }
}
