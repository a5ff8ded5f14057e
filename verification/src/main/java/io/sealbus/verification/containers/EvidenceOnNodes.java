package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.NODE_CANNOT_NAME_SIGNER;
import static io.sealbus.verification.ReasonCode.NODE_REFUSES_PAYLOAD;
import static io.sealbus.verification.ReasonCode.NODE_REFUSES_REFERENCE;
import static io.sealbus.verification.ReasonCode.NODE_SEES_NO_SIGNATURE;
import static io.sealbus.verification.ReasonCode.NODE_WANTS_LOG_ENTRY;
import static io.sealbus.verification.ReasonCode.NODE_WANTS_REPOSITORY_MATCH;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Question;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node makes of the evidence that an admission controller looks at. A node knows one form
 * only: cosign's signatures under the tag beside the image; bundles, referrers, attestations and
 * other repositories are invisible to it.
 */
public final class EvidenceOnNodes {
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";

  private EvidenceOnNodes() {}

  /**
   * Notes on what no policy of a node can accept, or only some. Nothing where it is not known what
   * is beside the image.
   */
  public static List<Reason> notes(AttachedEvidence evidence) {
    return notes(evidence, SignatureProvider.fastest());
  }

  /** As {@link #notes(AttachedEvidence)}, with certificates that {@code provider} may know. */
  public static List<Reason> notes(AttachedEvidence evidence, SignatureProvider provider) {
    if (!(evidence.at(Place.SIGNATURES) instanceof Evidence.Complete(var attachments))) {
      return List.of();
    }
    var notes = new ArrayList<Reason>();
    boolean sees = false;
    for (Attachment attachment : attachments) {
      if (UntrustedSignature.isSignature(attachment)) {
        sees = true;
        UntrustedSignature signature = UntrustedSignature.of(attachment);
        addPayload(notes, signature);
        String certificate = signature.get(UntrustedSignature.CERTIFICATE);
        if (certificate != null && !certificate.isEmpty()) {
          addCertificate(notes, signature, certificate, provider);
        }
      }
    }
    return sees ? notes : List.of(Reason.of(NODE_SEES_NO_SIGNATURE, invisible(evidence)));
  }

  /** What there is instead, where that is known. */
  private static String invisible(AttachedEvidence evidence) {
    var instead = new ArrayList<String>();
    int bundles = count(evidence, Place.REFERRERS, BUNDLE);
    if (bundles > 0) {
      instead.add(bundles + " bundles");
    }
    if (count(evidence, Place.REFERRERS, UntrustedSignature.MEDIA_TYPE) > 0) {
      instead.add("signatures among the referrers");
    }
    if (count(evidence, Place.ATTESTATIONS, "") > 0) {
      instead.add("attestations");
    }
    return "nodes see no signature of the image"
        + (instead.isEmpty() ? "" : ", only admission sees " + String.join(", ", instead));
  }

  private static int count(AttachedEvidence evidence, Place place, String mediaTypePrefix) {
    int count = 0;
    if (evidence.at(place) instanceof Evidence.Complete(var attachments)) {
      for (Attachment attachment : attachments) {
        count += attachment.mediaType().startsWith(mediaTypePrefix) ? 1 : 0;
      }
    }
    return count;
  }

  private static void addPayload(List<Reason> notes, UntrustedSignature signature) {
    String reference;
    try {
      reference = SimpleSigningPayload.parse(signature.payload()).dockerReference();
    } catch (Rejection e) {
      notes.add(note(NODE_REFUSES_PAYLOAD, signature, "nodes refuse the payload: " + e.text()));
      return;
    }
    try {
      if (ImageReference.parse(reference).isNameOnly()) {
        notes.add(
            note(
                NODE_WANTS_REPOSITORY_MATCH,
                signature,
                "the signature is for the bare repository " + Quoted.of(reference)));
      }
    } catch (InvalidReferenceException e) {
      notes.add(
          note(
              NODE_REFUSES_REFERENCE,
              signature,
              "the signature's identity is not a reference: " + e.getMessage()));
    }
  }

  private static void addCertificate(
      List<Reason> notes,
      UntrustedSignature signature,
      String certificate,
      SignatureProvider provider) {
    if (hasNoEmail(signature, certificate, provider)) {
      notes.add(
          note(
              NODE_CANNOT_NAME_SIGNER,
              signature,
              "the signer's certificate has no e-mail address"));
    }
    @Nullable String bundle = signature.get(UntrustedSignature.BUNDLE);
    if (bundle == null || bundle.isEmpty()) {
      notes.add(note(NODE_WANTS_LOG_ENTRY, signature, "the keyless signature has no log entry"));
    }
  }

  private static boolean hasNoEmail(
      UntrustedSignature signature, String certificate, SignatureProvider provider) {
    Facts facts = provider.facts();
    Question known = facts.concludes() ? hasEmail(facts, signature) : null;
    if (known != null && facts.holds(known)) {
      return false;
    }
    try {
      if (CertificateCheck.leaf(certificate, provider).emails().isEmpty()) {
        return true;
      }
    } catch (Rejection e) {
      return true;
    }
    if (known != null) {
      facts.conclude(known);
    }
    return false;
  }

  private static Question hasEmail(Facts facts, UntrustedSignature signature) {
    Bytes read = signature.attachment().fingerprint();
    return facts.conclusion("a signer with an e-mail address").add(read).question();
  }

  private static Reason note(ReasonCode code, UntrustedSignature signature, String message) {
    return new Reason(code, message, signature.attachment().digest());
  }
}
