package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.MALFORMED;
import static io.sealbus.verification.ReasonCode.TIMESTAMP_INVALID;
import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_INVALID;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.LenientMembers;
import io.sealbus.verification.json.PlainJson;
import io.sealbus.verification.json.PlainJson.Base64String;
import io.sealbus.verification.timestamp.TimestampResponse;
import io.sealbus.verification.transparency.RekorBundle;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A signature or attestation in cosign's older format, a layer with annotations, of which nothing
 * is proven. As in the controller an annotation that cannot be read spoils it, needed or not. What
 * is in the layer is read once, when it is first asked for; for one thread.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md">cosign
 *     signature specification</a>
 */
final class LegacySignature {
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  private static final String BUNDLE = "dev.sigstore.cosign/bundle";
  private static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
  private static final String CHAIN = "dev.sigstore.cosign/chain";
  private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
  private static final String PLAIN_TIMESTAMP = "{\"SignedRFC3161Timestamp\":\"";
  private static final int MAX_CHARS = 4 << 20;

  private final Kind kind;
  private final byte[] payload;
  private final String signature;
  private final @Nullable RekorBundle logBundle;
  private final @Nullable TimestampResponse timestamp;
  private final @Nullable Certificate certificate;
  private final AttachedStatement statement;
  private byte @Nullable [] signatureBytes;

  /** What is signed. */
  enum Kind {
    /** A simple signing payload about an image. */
    SIGNATURE,
    /** A DSSE envelope with an in-toto statement. */
    ATTESTATION
  }

  private LegacySignature(
      Kind kind,
      byte[] payload,
      String signature,
      @Nullable RekorBundle logBundle,
      @Nullable TimestampResponse timestamp,
      @Nullable Certificate certificate) {
    this.kind = kind;
    this.payload = payload;
    this.signature = signature;
    this.logBundle = logBundle;
    this.timestamp = timestamp;
    this.certificate = certificate;
    this.statement = new AttachedStatement(payload);
  }

  /**
   * All that is ever read of a layer.
   *
   * @param bundle empty for none, as are those that follow
   */
  record Texts(
      Bytes payload,
      String signature,
      String bundle,
      String timestamp,
      String certificate,
      String chain) {
    static Texts of(Attachment attachment) throws Refusal {
      Bytes content = attachment.content();
      if (content == null) {
        throw new Refusal(MALFORMED, "the layer is of a type that no signature has");
      }
      Map<String, String> annotations = attachment.annotations();
      String signature = annotations.get(SIGNATURE);
      if (signature == null) {
        throw new Refusal(
            MALFORMED,
            "signature layer "
                + attachment.digest()
                + " is missing \""
                + SIGNATURE
                + "\" annotation");
      }
      return new Texts(
          content,
          signature,
          annotations.getOrDefault(BUNDLE, ""),
          annotations.getOrDefault(TIMESTAMP, ""),
          annotations.getOrDefault(CERTIFICATE, ""),
          annotations.getOrDefault(CHAIN, ""));
    }
  }

  static LegacySignature parse(Kind kind, Texts texts, SignatureProvider provider) throws Refusal {
    RekorBundle bundle = logBundle(texts.bundle);
    Certificate certificate = first(texts.certificate, provider);
    if (certificate != null) {
      first(texts.chain, provider);
    }
    return new LegacySignature(
        kind,
        texts.payload.toArray(),
        texts.signature,
        bundle,
        texts.timestamp.isEmpty() ? null : new TimestampResponse(response(texts.timestamp)),
        certificate);
  }

  private static @Nullable RekorBundle logBundle(String annotation) throws Refusal {
    if (annotation.isEmpty()) {
      return null;
    }
    var bundle = new RekorBundle(annotation);
    if (!bundle.isPlain()) {
      object(annotation, TLOG_ENTRY_INVALID, "unmarshaling bundle: ");
    }
    return bundle;
  }

  static byte[] response(String annotation) throws Refusal {
    PlainJson plain = PlainJson.of(annotation);
    Base64String base64 = plain.skip(PLAIN_TIMESTAMP) ? plain.base64() : null;
    return base64 != null && plain.skip("}") && plain.isAtEnd() && !isTooLong(annotation)
        ? base64.decoded()
        : responseOfAny(annotation);
  }

  private static boolean isTooLong(String annotation) {
    return annotation.length() > MAX_CHARS;
  }

  /** As {@link #response}, whatever the form. */
  static byte[] responseOfAny(String annotation) throws Refusal {
    String what = "unmarshaling RFC3161 timestamp bundle: ";
    try {
      String text = object(annotation, TIMESTAMP_INVALID, what).string("SignedRFC3161Timestamp");
      return text == null ? new byte[0] : Base64Text.decode(text);
    } catch (InvalidJsonException | MalformedException e) {
      throw new Refusal(TIMESTAMP_INVALID, what + e.getMessage());
    }
  }

  private static LenientMembers object(String json, ReasonCode code, String what) throws Refusal {
    try {
      return LenientMembers.of("$", JsonParser.parse(json, MAX_CHARS));
    } catch (InvalidJsonException e) {
      throw new Refusal(code, what + e.getMessage());
    }
  }

  private static @Nullable Certificate first(String pem, SignatureProvider provider)
      throws Refusal {
    if (pem.isEmpty()) {
      return null;
    }
    try {
      List<Certificate> certificates = Certificate.fromPemStrict(pem, provider);
      return certificates.isEmpty() ? null : certificates.get(0);
    } catch (MalformedException e) {
      throw new Refusal(ReasonCode.CERT_INVALID, "certificate annotation: " + e.getMessage());
    }
  }

  /** What the payload is. */
  Kind kind() {
    return kind;
  }

  /** The layer; not to be changed. */
  byte[] payload() {
    return payload;
  }

  /** What the payload of an attestation holds. */
  AttachedStatement statement() {
    return statement;
  }

  /** The Rekor bundle; null for none. */
  @Nullable RekorBundle logBundle() {
    return logBundle;
  }

  /** A TimeStampResp; null for none. */
  @Nullable TimestampResponse timestamp() {
    return timestamp;
  }

  /** The first of the annotation; null for none. */
  @Nullable Certificate certificate() {
    return certificate;
  }

  /** The decoded signature annotation, not to be changed; nothing for an attestation. */
  byte[] signatureBytes() throws Refusal {
    byte[] known = signatureBytes;
    if (known == null) {
      try {
        known = Base64Text.decode(signature);
      } catch (MalformedException e) {
        throw new Refusal(MALFORMED, "signature annotation: " + e.getMessage());
      }
      signatureBytes = known;
    }
    return known;
  }

  /**
   * What policies over the results of authorities see. A signature that holds was decoded before;
   * an attestation does without what its layer says of one.
   */
  VerifiedSignature.Parts parts() {
    try {
      return new VerifiedSignature.Parts(signatureBytes(), certificate);
    } catch (Refusal e) {
      return new VerifiedSignature.Parts(null, certificate);
    }
  }

  /** Whether the signature annotation is empty. */
  boolean hasNoSignature() {
    return signature.isEmpty();
  }

  /** Whether the signature annotation is the very base64 that its bytes are encoded in. */
  boolean isSignatureCanonical() throws Refusal {
    return Base64.getEncoder().encodeToString(signatureBytes()).equals(signature);
  }

  /** What a timestamp authority has seen: the signature's bytes, or else the whole payload. */
  byte[] timestampedBytes() throws Refusal {
    return hasNoSignature() ? payload : signatureBytes();
  }
}
