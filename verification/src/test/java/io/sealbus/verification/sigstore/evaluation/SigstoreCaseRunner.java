package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.language.PolicyLanguages;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRootReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an admission controller does around an evaluation, without a network. */
final class SigstoreCaseRunner {
  static final Path VECTORS = Path.of(System.getProperty("sealbus.root", ".."), "vectors");

  /** Certificates of the cases that are valid are so until 2054. */
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private final LayoutEvidence registry = new LayoutEvidence(VECTORS.resolve("registry"));

  /** The answer for a whole workload, in the words of the cases. */
  record Answer(String expect, String errorClass, String messages, List<SigstoreEvaluation> all) {
    /** What is said about the controller's own answer. */
    List<String> parityNotes() {
      return all.stream()
          .flatMap(evaluation -> evaluation.notes().stream())
          .map(note -> note.code().name())
          .filter(code -> code.startsWith("REFERENCE_"))
          .toList();
    }
  }

  Answer run(SigstoreCase given, Profile profile) {
    return run(given, profile, SignatureProvider.fastest());
  }

  Answer run(SigstoreCase given, Profile profile, SignatureProvider provider) {
    CompiledSigstorePolicies policies = compile(given, profile, provider);
    Workload workload = given.workload();
    var all = new ArrayList<SigstoreEvaluation>();
    for (Workload.NamedImage image : workload.images()) {
      all.add(evaluate(policies, workload, image.image()));
    }
    Decision decision =
        all.stream().map(SigstoreEvaluation::decision).reduce(Decision::and).orElseThrow();
    SigstoreEvaluation deciding =
        all.stream().filter(e -> e.decision() == decision).findFirst().orElseThrow();
    return new Answer(
        decision.name().toLowerCase(Locale.ROOT),
        word(deciding.reason().code()),
        String.join("\n", deciding.messages()),
        all);
  }

  private SigstoreEvaluation evaluate(
      CompiledSigstorePolicies policies, Workload workload, String image) {
    ImageName name = ImageName.parse(image).orElseThrow();
    Optional<Digest> digest = Optional.ofNullable(name.digest()).or(() -> registry.resolve(name));
    if (digest.isEmpty()) {
      Reason why = Reason.of(ReasonCode.IMAGE_NOT_FOUND, "no such tag");
      return policies.unresolved(name, why, workload);
    }
    ImageName resolved = name.withDigest(digest.get());
    AttachedEvidence evidence = registry.of(resolved, policies.places(resolved));
    return policies.evaluate(resolved, evidence, workload, NOW);
  }

  /** An image with what is attached to it. */
  record Known(ImageName name, AttachedEvidence evidence) {
    SigstoreEvaluation evaluate(CompiledSigstorePolicies policies, Workload workload, Instant now) {
      return policies.evaluate(name, evidence, workload, now);
    }
  }

  /** The images of the workload that can be resolved. */
  List<Known> images(SigstoreCase given, CompiledSigstorePolicies policies) {
    var known = new ArrayList<Known>();
    for (Workload.NamedImage image : given.workload().images()) {
      ImageName name = ImageName.parse(image.image()).orElseThrow();
      Optional.ofNullable(name.digest())
          .or(() -> registry.resolve(name))
          .map(name::withDigest)
          .ifPresent(resolved ->
              known.add(new Known(resolved, registry.of(resolved, policies.places(resolved)))));
    }
    return known;
  }

  static CompiledSigstorePolicies compile(SigstoreCase given, Profile profile) {
    return compile(given, profile, SignatureProvider.fastest());
  }

  static CompiledSigstorePolicies compile(
      SigstoreCase given, Profile profile, SignatureProvider provider) {
    return CompiledSigstorePolicies.compile(
        given.policies(),
        new CompiledSigstorePolicies.References(
            given.trustRoots(),
            defaultRoot(given.defaultTrustedRoot(), provider),
            given.material()),
        given.configuration(),
        PolicyLanguages::compile,
        profile,
        provider);
  }

  private static @Nullable TrustedRoot defaultRoot(
      @Nullable Path file, SignatureProvider provider) {
    try {
      return file == null
          ? null
          : switch (TrustedRootReader.read(Files.readAllBytes(file), provider)) {
            case Proof.Proven<TrustedRoot>(TrustedRoot root) -> root;
            case Proof.Refused<TrustedRoot>(Reason reason) ->
                throw new IllegalArgumentException(reason.message());
          };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(ReasonCode code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
