package io.sealbus.standalone.vectors;

import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.standalone.oneshot.ImagePull;
import io.sealbus.standalone.oneshot.PullSettings;
import io.sealbus.standalone.oneshot.PullSettings.Mirror;
import io.sealbus.standalone.oneshot.Pulled;
import io.sealbus.testkit.EvaluationCase;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.Evaluation;
import io.sealbus.verification.containers.MaterialSource;
import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.containers.PolicyJsonReader;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.containers.RegistriesD.InvalidRegistriesDException;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pulls an image over HTTP as a node would and judges it by a policy.json. */
record NodeVector(EvaluationCase given, TestRegistry registry, Registries registries)
    implements Vector {
  private static final String FILES = "/files";
  private static final String REGISTRY_ERROR = "registry-error";

  /** The cases' certificates are valid, expired or not yet valid with decades to spare. */
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  static NodeVector read(Path file, Registries registries) {
    return new NodeVector(EvaluationCase.read(file), registries.near(file), registries);
  }

  /** The answer in the words of the cases. */
  private record Answer(boolean accepted, String errorClass, List<String> reasons) {
    static Answer rejected(ReasonCode code) {
      return new Answer(false, word(code), List.of());
    }

    static String word(ReasonCode code) {
      return switch (code) {
        case REGISTRY_UNREACHABLE,
            REGISTRY_TLS,
            REGISTRY_UNAUTHORIZED,
            REGISTRY_BUSY,
            REGISTRY_TIMEOUT,
            REGISTRY_TARGET_REFUSED,
            REGISTRY_CONTENT_MISMATCH ->
            REGISTRY_ERROR;
        default -> code.name().toLowerCase(Locale.ROOT).replace('_', '-');
      };
    }
  }

  @Override
  public @Nullable Difference run() throws InvalidReferenceException, InvalidRegistriesDException {
    String errorClass = given.errorClass();
    var expected =
        new Answer(given.accepted(), errorClass == null ? "" : errorClass, given.reasons());
    return Difference.between(expected, answer());
  }

  private Answer answer() throws InvalidRegistriesDException, InvalidReferenceException {
    if (!(PolicyJsonReader.read(given.policy(FILES))
        instanceof PolicyJsonReader.Result.Accepted(PolicyJson policy))) {
      return Answer.rejected(ReasonCode.POLICY_INVALID);
    }
    ImageReference image;
    try {
      image = ImageReference.parseImage(given.image());
    } catch (InvalidReferenceException e) {
      return Answer.rejected(ReasonCode.REFERENCE_INVALID);
    }
    given.faults().forEach(registry::inject);
    try (RegistryClient client = registries.client(registry, hosts(image))) {
      return judge(CompiledPolicy.compile(policy, this::file), image, client);
    } finally {
      registry.clearFaults();
    }
  }

  private Answer judge(CompiledPolicy policy, ImageReference image, RegistryClient client)
      throws InvalidRegistriesDException {
    return switch (new ImagePull(client).pull(image, settings())) {
      case Pulled.Unavailable(Reason reason) -> Answer.rejected(reason.code());
      case Pulled.Image pulled ->
          answer(
              policy.evaluate(
                  image,
                  pulled.manifest(),
                  pulled.instanceOfIndex(),
                  pulled.evidence().at(Place.SIGNATURES),
                  NOW));
    };
  }

  private PullSettings settings() throws InvalidRegistriesDException {
    return new PullSettings(
        given.mirrors().stream().map(m -> new Mirror(m.source(), m.mirror())).toList(),
        RegistriesD.parse(List.of(given.registriesD())),
        given.platform());
  }

  private Set<String> hosts(ImageReference image) throws InvalidReferenceException {
    var hosts = new TreeSet<String>();
    hosts.add(image.registry());
    for (EvaluationCase.Mirror mirror : given.mirrors()) {
      int slash = mirror.mirror().indexOf('/');
      hosts.add(slash < 0 ? mirror.mirror() : mirror.mirror().substring(0, slash));
    }
    return hosts;
  }

  private MaterialSource.Content file(String path) {
    String prefix = FILES + "/";
    String content =
        path.startsWith(prefix) ? given.files().get(path.substring(prefix.length())) : null;
    return content == null
        ? new MaterialSource.Content.Missing("no such file")
        : new MaterialSource.Content.Found(Bytes.utf8(content));
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
