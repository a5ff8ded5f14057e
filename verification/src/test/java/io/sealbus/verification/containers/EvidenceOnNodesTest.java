package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.NODE_CANNOT_NAME_SIGNER;
import static io.sealbus.verification.ReasonCode.NODE_REFUSES_PAYLOAD;
import static io.sealbus.verification.ReasonCode.NODE_REFUSES_REFERENCE;
import static io.sealbus.verification.ReasonCode.NODE_SEES_NO_SIGNATURE;
import static io.sealbus.verification.ReasonCode.NODE_WANTS_LOG_ENTRY;
import static io.sealbus.verification.ReasonCode.NODE_WANTS_REPOSITORY_MATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.Content;
import io.sealbus.testkit.FakeFulcio.Identity;
import io.sealbus.testkit.SimpleSigning;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.reference.Digest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceOnNodesTest {
  private static final TestImage IMAGE = TestImage.of("hello");
  private static final TestSigner SIGNER = TestSigner.with(TestKey.of(TestKey.Kind.P256, "key"));
  private static final SignatureProvider REMEMBERING =
      SignatureProvider.fastest().remembering(Facts.ofAtMost(1000));
  private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
  private static final TestSigstore SIGSTORE =
      TestSigstore.of("acme", Instant.parse("2025-01-01T00:00:00Z"));

  private static List<ReasonCode> notes(TestSignature... signatures) {
    var evidence =
        AttachedEvidence.ofSignatures(
            new Evidence.Complete(Arrays.stream(signatures).map(s -> layer(s)).toList()));
    List<Reason> notes = EvidenceOnNodes.notes(evidence);
    // Whatever was found of others before, and of these.
    assertThat(EvidenceOnNodes.notes(evidence, REMEMBERING)).isEqualTo(notes);
    assertThat(EvidenceOnNodes.notes(evidence, REMEMBERING)).isEqualTo(notes);
    return notes.stream().map(Reason::code).toList();
  }

  private static Attachment layer(TestSignature signature) {
    Content payload = signature.payload();
    return new Attachment(
        payload.mediaType(),
        new Digest(payload.digest()),
        Bytes.copyOf(payload.bytes()),
        signature.annotations());
  }

  @Test
  void nothingIsSaidOfWhatANodeAccepts() {
    assertThat(notes(SIGNER.sign("r.example/a:1", IMAGE))).isEmpty();
  }

  @Test
  void bundlesAndAttestationsAreInvisible() {
    var bundle =
        new Attachment(
            "application/vnd.dev.sigstore.bundle.v0.3+json",
            new Digest(IMAGE.digest()),
            null,
            Map.of());
    var evidence =
        new AttachedEvidence(
            Map.of(
                Place.SIGNATURES, new Evidence.Complete(List.of()),
                Place.REFERRERS, new Evidence.Complete(List.of(bundle))));
    List<Reason> notes = EvidenceOnNodes.notes(evidence);
    assertThat(notes).extracting(Reason::code).containsExactly(NODE_SEES_NO_SIGNATURE);
    assertThat(notes.get(0).message()).contains("1 bundles");
  }

  @Test
  void nothingIsSaidOfWhatIsNotKnown() {
    assertThat(EvidenceOnNodes.notes(new AttachedEvidence(Map.of()))).isEmpty();
  }

  @Test
  void bareRepositoryIsAcceptedByOneRuleOnly() {
    assertThat(notes(SIGNER.sign("r.example/a", IMAGE)))
        .containsExactly(NODE_WANTS_REPOSITORY_MATCH);
  }

  @Test
  void nameThatIsNoReferenceIsAcceptedByNone() {
    assertThat(notes(SIGNER.sign("", IMAGE))).containsExactly(NODE_REFUSES_REFERENCE);
  }

  @Test
  void payloadOfAnotherTypeIsRefused() {
    Content payload = SimpleSigning.of("r.example/a:1", IMAGE.digest()).type("other").payload();
    assertThat(notes(SIGNER.sign(payload))).containsExactly(NODE_REFUSES_PAYLOAD);
  }

  @Test
  void keylessSignatureNeedsALogEntry() {
    var me = new Identity("https://idp.example.com", "me@example.com");
    assertThat(notes(SIGSTORE.signer(me, AT).sign("r.example/a:1", IMAGE)))
        .containsExactly(NODE_WANTS_LOG_ENTRY);
  }

  @Test
  void signerThatIsAUriCannotBeNamed() {
    var me = new Identity("https://idp.example.com", "me@example.com");
    assertThat(notes(SIGSTORE.signer(me, AT).sign("r.example/a:1", IMAGE))).isNotEmpty();
    var job = new Identity("https://idp.example.com", "https://ci.example.com/job");
    TestSignature signature = SIGSTORE.signer(job, AT).sign("r.example/a:1", IMAGE);
    assertThat(notes(signature.annotation(TestSignature.BUNDLE, "{}")))
        .containsExactly(NODE_CANNOT_NAME_SIGNER);
  }
}
