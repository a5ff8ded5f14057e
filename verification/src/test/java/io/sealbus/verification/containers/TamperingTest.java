package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a signature that is good, it does not become good in another way. */
class TamperingTest {
  private static final CaseRunner RUNNER = new CaseRunner(SignatureProvider.fastest());

  /** Accepted cases with one signature, and the annotations that its acceptance stands on. */
  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of("key-p256-skopeo", List.of(UntrustedSignature.SIGNATURE)),
        Arguments.of("key-ed25519-pure", List.of(UntrustedSignature.SIGNATURE)),
        Arguments.of("key-rsa3072-cosign2", List.of(UntrustedSignature.SIGNATURE)),
        Arguments.of(
            "rekor-key-cosign2", List.of(UntrustedSignature.SIGNATURE, UntrustedSignature.BUNDLE)),
        Arguments.of(
            "fulcio-cosign2-keyless",
            List.of(
                UntrustedSignature.SIGNATURE,
                UntrustedSignature.BUNDLE,
                UntrustedSignature.CERTIFICATE)),
        Arguments.of(
            "pki-email-cosign2",
            List.of(UntrustedSignature.SIGNATURE, UntrustedSignature.CERTIFICATE)));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void acceptsTheSignatureAsItIs(String name, List<String> annotations) throws Exception {
    // Given
    Given given = Given.of(name);

    // When
    Decision decision = given.decide(given.signature);

    // Then
    assertThat(decision).isEqualTo(Decision.ALLOWED);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void neverAcceptsAPayloadWithAnyByteChanged(String name, List<String> annotations)
      throws Exception {
    // Given
    Given given = Given.of(name);
    byte[] payload = given.signature.content().toArray();
    for (int i = 0; i < payload.length; i++) {
      byte[] changed = payload.clone();
      changed[i] ^= (byte) (1 << i % 8);

      // When
      Decision decision = given.decide(given.withPayload(changed));

      // Then
      assertThat(decision).as("byte %s", i).isEqualTo(Decision.DENIED);
    }
  }

  /**
   * A changed character may leave the meaning as it is (white space in PEM, left-over bits of
   * base64, an escape in JSON); what is accepted must then mean the very same.
   */
  @ParameterizedTest
  @MethodSource("accepted")
  void neverAcceptsAnAnnotationThatMeansSomethingElse(String name, List<String> annotations)
      throws Exception {
    Given given = Given.of(name);
    for (String annotation : annotations) {
      // Given
      String value = given.signature.annotations().get(annotation);
      Function<String, Object> meaning = meaning(annotation);
      int step = Math.max(1, value.length() / 400);
      for (int i = 0; i < value.length(); i += step) {
        char changed = (char) (value.charAt(i) ^ 1 << i % 7);
        String other = value.substring(0, i) + changed + value.substring(i + 1);

        // When
        Decision decision = given.decide(given.with(annotation, other));

        // Then
        if (decision != Decision.DENIED) {
          assertThat(meaning.apply(other))
              .as("%s at %s", annotation, i)
              .isEqualTo(meaning.apply(value));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void neverAcceptsASignatureWithoutOneOfItsAnnotations(String name, List<String> annotations)
      throws Exception {
    Given given = Given.of(name);
    for (String annotation : annotations) {
      // When
      Decision decision = given.decide(given.without(annotation));

      // Then
      assertThat(decision).as(annotation).isEqualTo(Decision.DENIED);
    }
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void answersToAnyRubbishInAnyPlace(String name, List<String> annotations) throws Exception {
    // Given
    Given given = Given.of(name);
    var random = new Random(7);
    for (int i = 0; i < 60; i++) {
      byte[] rubbish = new byte[random.nextInt(300)];
      random.nextBytes(rubbish);
      String text = new String(rubbish, StandardCharsets.ISO_8859_1);
      for (String annotation : annotations) {
        // When
        Decision decision = given.decide(given.with(annotation, text));

        // Then
        assertThat(decision).isEqualTo(Decision.DENIED);
      }
      assertThat(given.decide(given.withPayload(rubbish))).isEqualTo(Decision.DENIED);
    }
  }

  private static Function<String, Object> meaning(String annotation) {
    return switch (annotation) {
      case UntrustedSignature.SIGNATURE ->
          text ->
              unchecked(() -> Bytes.copyOf(io.sealbus.verification.crypto.Base64Text.decode(text)));
      case UntrustedSignature.CERTIFICATE ->
          text -> Bytes.copyOf(io.sealbus.verification.crypto.Pem.first(text).orElseThrow().der());
      default -> text -> unchecked(() -> BundleMeaning.of(text));
    };
  }

  private static Object unchecked(java.util.concurrent.Callable<Object> callable) {
    try {
      return callable.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What a bundle says, free of its spelling. */
  private record BundleMeaning(Bytes timestamp, String payload) {
    static BundleMeaning of(String bundle) throws Exception {
      var members =
          io.sealbus.verification.json.Members.of(
              "$", io.sealbus.verification.json.JsonParser.parse(bundle, 1 << 20));
      return new BundleMeaning(
          Bytes.copyOf(
              io.sealbus.verification.crypto.Base64Text.decode(
                  members.string("SignedEntryTimestamp"))),
          io.sealbus.verification.json.CanonicalJson.of(members.require("Payload")));
    }
  }

  /** An accepted case taken apart. */
  private record Given(CaseRunner.Inputs inputs, Attachment signature) {
    static Given of(String name) throws Exception {
      EvaluationCase given =
          EvaluationCase.read(
              CaseRunner.VECTORS.resolve("verify-containers").resolve(name + ".yaml"));
      var policy = (PolicyJsonReader.Result.Accepted) PolicyJsonReader.read(given.policy("/f"));
      CaseRunner.Inputs inputs =
          RUNNER
              .inputs(given, policy.policy(), ImageReference.parseImage(given.image()))
              .orElseThrow();
      var evidence = (Evidence.Complete) inputs.evidence();
      return new Given(inputs, evidence.attachments().get(0));
    }

    Decision decide(Attachment attachment) {
      return inputs.evaluate(new Evidence.Complete(List.of(attachment))).decision();
    }

    Attachment withPayload(byte[] payload) {
      return new Attachment(
          signature.mediaType(),
          signature.digest(),
          Bytes.copyOf(payload),
          signature.annotations());
    }

    Attachment with(String annotation, String value) {
      Map<String, String> annotations = new HashMap<>(signature.annotations());
      annotations.put(annotation, value);
      return new Attachment(
          signature.mediaType(), signature.digest(), signature.content(), annotations);
    }

    Attachment without(String annotation) {
      Map<String, String> annotations = new HashMap<>(signature.annotations());
      annotations.remove(annotation);
      return new Attachment(
          signature.mediaType(), signature.digest(), signature.content(), annotations);
    }
  }
}
