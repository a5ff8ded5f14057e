package io.sealbus.verification.containers;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.evidence.Attachment;
import org.jspecify.annotations.Nullable;

/**
 * A cosign signature as it is attached: a payload and annotations, of which nothing is proven.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md">cosign
 *     signature specification</a>
 */
record UntrustedSignature(Attachment attachment, byte[] payload) {
  static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
  static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  static final String BUNDLE = "dev.sigstore.cosign/bundle";
  static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
  static final String CHAIN = "dev.sigstore.cosign/chain";

  static UntrustedSignature of(Attachment attachment) {
    Bytes content = attachment.content();
    return new UntrustedSignature(attachment, content == null ? new byte[0] : content.toArray());
  }

  /** Whether the attachment is a signature in the form that a node looks at. */
  static boolean isSignature(Attachment attachment) {
    return attachment.mediaType().equals(MEDIA_TYPE);
  }

  @Nullable String get(String annotation) {
    return attachment.annotations().get(annotation);
  }

  /** The annotation, which must be there; empty is there. */
  String require(String annotation) throws Rejection {
    String value = get(annotation);
    if (value != null) {
      return value;
    }
    ReasonCode code =
        switch (annotation) {
          case BUNDLE -> ReasonCode.REKOR_MISSING;
          case CERTIFICATE -> ReasonCode.CERT_MISSING;
          default -> ReasonCode.MALFORMED;
        };
    throw new Rejection(code, "missing " + annotation + " annotation");
  }

  /** The decoded signature annotation. */
  byte[] signature() throws Rejection {
    try {
      return Base64Text.decode(require(SIGNATURE));
    } catch (MalformedException e) {
      throw new Rejection(ReasonCode.MALFORMED, "signature annotation: " + e.getMessage());
    }
  }
}
