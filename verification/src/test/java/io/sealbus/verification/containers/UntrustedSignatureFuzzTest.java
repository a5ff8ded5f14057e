package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.testkit.EvaluationCase;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Decision;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * A keyless signature with one part exchanged, which the first byte names: any bytes are answered,
 * and nothing signs the image but what did.
 */
class UntrustedSignatureFuzzTest {
  private static final List<String> ANNOTATIONS =
      List.of(
          UntrustedSignature.SIGNATURE,
          UntrustedSignature.BUNDLE,
          UntrustedSignature.CERTIFICATE,
          UntrustedSignature.CHAIN);
  private static final CaseRunner.Inputs GOOD = good();
  private static final Attachment ATTACHED = attached();

  @FuzzTest(maxDuration = "5s")
  void evaluates(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Evidence changed = new Evidence.Complete(List.of(changed(bytes)));
    Evaluation once = GOOD.evaluate(changed);
    assertThat(GOOD.evaluate(changed)).isEqualTo(once);
    if (once.decision() == Decision.ALLOWED) {
      // The chain may be another, and base64 and JSON have more than one spelling.
      assertThat(changed(bytes).content()).isEqualTo(ATTACHED.content());
    }
  }

  private static Attachment changed(byte[] bytes) {
    byte[] part = Arrays.copyOfRange(bytes, 1, bytes.length);
    int which = (bytes[0] & 0xff) % (ANNOTATIONS.size() + 1);
    if (which == ANNOTATIONS.size()) {
      return new Attachment(
          ATTACHED.mediaType(), ATTACHED.digest(), Bytes.copyOf(part), ATTACHED.annotations());
    }
    var annotations = new HashMap<>(ATTACHED.annotations());
    annotations.put(ANNOTATIONS.get(which), new String(part, StandardCharsets.UTF_8));
    return new Attachment(ATTACHED.mediaType(), ATTACHED.digest(), ATTACHED.content(), annotations);
  }

  private static CaseRunner.Inputs good() {
    try {
      EvaluationCase given =
          EvaluationCase.read(
              CaseRunner.VECTORS.resolve("verify-containers/fulcio-cosign2-keyless.yaml"));
      var policy = (PolicyJsonReader.Result.Accepted) PolicyJsonReader.read(given.policy("/files"));
      return new CaseRunner(SignatureProvider.jdk())
          .inputs(given, policy.policy(), ImageReference.parseImage(given.image()))
          .orElseThrow();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Attachment attached() {
    return ((Evidence.Complete) GOOD.evidence()).attachments().getFirst();
  }
}
