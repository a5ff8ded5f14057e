package io.sealbus.verification.containers;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client does around an evaluation, without a network. */
final class CaseRunner {
  static final Path VECTORS = Path.of(System.getProperty("sealbus.root", ".."), "vectors");

  /** Certificates of the cases that are valid are so until 2054. */
  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private final LayoutRegistry registry;
  private final SignatureProvider provider;

  CaseRunner(SignatureProvider provider) {
    this(VECTORS, provider);
  }

  /** For cases on the images under {@code root}. */
  CaseRunner(Path root, SignatureProvider provider) {
    this.registry = new LayoutRegistry(root.resolve("registry"));
    this.provider = provider;
  }

  /** The answer, in the words of the cases. */
  record Answer(boolean accepted, String errorClass, List<String> reasons) {
    static Answer rejected(ReasonCode code) {
      return new Answer(false, word(code), List.of());
    }

    private static String word(ReasonCode code) {
      return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** All that an evaluation takes. */
  record Inputs(
      CompiledPolicy policy,
      ImageReference image,
      LayoutRegistry.Found found,
      boolean instance,
      Evidence evidence) {
    Evaluation evaluate(Evidence other) {
      return evaluate(other, NOW);
    }

    Evaluation evaluate(Evidence other, Instant now) {
      return policy.evaluate(image, found.digest(), instance, other, now);
    }
  }

  static List<EvaluationCase> cases() {
    return EvaluationCase.readAll(VECTORS.resolve("verify-containers"));
  }

  Answer run(EvaluationCase given) throws Exception {
    PolicyJsonReader.Result read = PolicyJsonReader.read(given.policy("/files"));
    if (!(read instanceof PolicyJsonReader.Result.Accepted accepted)) {
      return Answer.rejected(ReasonCode.POLICY_INVALID);
    }
    ImageReference image;
    try {
      image = ImageReference.parseImage(given.image());
    } catch (InvalidReferenceException e) {
      return Answer.rejected(ReasonCode.REFERENCE_INVALID);
    }
    Optional<Inputs> inputs = inputs(given, accepted.policy(), image);
    if (inputs.isEmpty()) {
      return Answer.rejected(ReasonCode.IMAGE_NOT_FOUND);
    }
    return answer(inputs.get().evaluate(inputs.get().evidence()));
  }

  Optional<Inputs> inputs(EvaluationCase given, PolicyJson policy, ImageReference image)
      throws Exception {
    CompiledPolicy compiled = CompiledPolicy.compile(policy, files(given), provider);
    var registriesD = RegistriesD.parse(List.of(given.registriesD()));
    for (String candidate : given.candidates(image.toString())) {
      Optional<LayoutRegistry.Found> found = registry.manifest(ImageReference.parse(candidate));
      String platform = given.platform();
      if (found.isPresent() && platform != null) {
        found = registry.instance(found.get(), platform);
      }
      if (found.isPresent()) {
        boolean on = registriesD.usesSigstoreAttachments(found.get().physical());
        Evidence evidence = on ? registry.evidence(found.get()) : new Evidence.Complete(List.of());
        return Optional.of(new Inputs(compiled, image, found.get(), platform != null, evidence));
      }
    }
    return Optional.empty();
  }

  private static MaterialSource files(EvaluationCase given) {
    return path -> {
      String content = given.files().get(path.replace("/files/", ""));
      return content == null
          ? new MaterialSource.Content.Missing("no such file")
          : new MaterialSource.Content.Found(Bytes.utf8(content));
    };
  }

  private static Answer answer(Evaluation evaluation) {
    if (evaluation.decision() == Decision.ALLOWED) {
      return new Answer(true, "", List.of());
    }
    ReasonCode code = evaluation.reason().code();
    List<String> reasons =
        code == ReasonCode.NONE_ACCEPTED
            ? evaluation.deciding().signatures().stream()
                .map(Reason::code)
                .map(Answer::word)
                .toList()
            : List.of();
    return new Answer(false, Answer.word(code), reasons);
  }
}
