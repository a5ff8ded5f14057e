package io.sealbus.verification.attestation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.json.LenientMembers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Dead Simple Signing Envelope. Key ids in it are hints by whoever made it and are passed over.
 *
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/master/envelope.md">DSSE,
 *     envelope</a>
 */
public final class DsseEnvelope {
  /** The payload type of in-toto statements. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  private static final String PAYLOAD = "payload";
  private static final int MAX_SIGNATURES = 64;

  private final String payloadType;
  private final byte[] payload;
  private final List<byte[]> signatures;
  private final byte[] signedBytes;
  private final Form form;

  /** How an envelope writes down its payload. */
  public enum Form {
    /** By its name, in standard base64. */
    USUAL,
    /** By its name, in base64 for URLs. */
    FOR_URLS,
    /** Also, or only, by a name in another case, which some readers take for it and others not. */
    AMBIGUOUS
  }

  /** Takes the arrays over. */
  public DsseEnvelope(String payloadType, byte[] payload, List<byte[]> signatures) {
    this(payloadType, payload, signatures, Form.USUAL);
  }

  private DsseEnvelope(String payloadType, byte[] payload, List<byte[]> signatures, Form form) {
    this.form = form;
    this.payloadType = payloadType;
    this.payload = payload;
    this.signatures = List.copyOf(signatures);
    this.signedBytes = preAuthenticationEncoding(payloadType, payload);
  }

  /**
   * Reads an envelope as Go does: unknown members are passed over, base64 is standard or for URLs.
   * Refused with {@code ATTESTATION_INVALID}.
   *
   * @param maxBytes refuses more than this
   */
  public static Proof<DsseEnvelope> parse(byte[] json, int maxBytes) {
    return Proof.of(() -> {
      try {
        return read(JsonParser.parse(json, maxBytes));
      } catch (InvalidJsonException e) {
        throw new Refusal(ATTESTATION_INVALID, "envelope " + e.path() + ": " + e.getMessage());
      } catch (MalformedException e) {
        throw new Refusal(ATTESTATION_INVALID, "envelope: " + e.getMessage());
      }
    });
  }

  private static DsseEnvelope read(JsonValue value)
      throws InvalidJsonException, MalformedException {
    LenientMembers members = LenientMembers.of("$", value);
    var signatures = new ArrayList<byte[]>();
    JsonValue list = members.get("signatures");
    if (list instanceof JsonArray array) {
      if (array.elements().size() > MAX_SIGNATURES) {
        throw new InvalidJsonException("$.signatures", "more than " + MAX_SIGNATURES);
      }
      for (JsonValue element : array.elements()) {
        signatures.add(base64(LenientMembers.of("$.signatures[]", element).string("sig")));
      }
    } else if (list != null && !(list instanceof JsonNull)) {
      throw new InvalidJsonException("$.signatures", "expected an array, found " + list.kind());
    }
    String type = members.string("payloadType");
    return new DsseEnvelope(
        type == null ? "" : type,
        base64(members.string(PAYLOAD)),
        signatures,
        form(value, members.string(PAYLOAD)));
  }

  private static Form form(JsonValue value, @Nullable String payload) {
    if (value instanceof JsonObject(List<Member> members)) {
      for (Member member : members) {
        if (!member.name().equals(PAYLOAD) && member.name().equalsIgnoreCase(PAYLOAD)) {
          return Form.AMBIGUOUS;
        }
      }
    }
    return payload != null && isForUrls(payload) ? Form.FOR_URLS : Form.USUAL;
  }

  private static boolean isForUrls(String base64) {
    return base64.indexOf('-') >= 0 || base64.indexOf('_') >= 0;
  }

  private static byte[] base64(@Nullable String text) throws MalformedException {
    if (text == null) {
      return new byte[0];
    }
    return Base64Text.decode(isForUrls(text) ? text.replace('-', '+').replace('_', '/') : text);
  }

  /** What the payload is, as written. */
  public String payloadType() {
    return payloadType;
  }

  /** How the payload is written down. */
  public Form form() {
    return form;
  }

  /** The payload; not to be changed. */
  public byte[] payload() {
    return payload;
  }

  /** The signatures, in order; not to be changed. */
  public List<byte[]> signatures() {
    return signatures;
  }

  /** The pre-authentication encoding, which is what is signed; not to be changed. */
  public byte[] signedBytes() {
    return signedBytes;
  }

  /** DSSE protocol, "Signature Definition": PAE. */
  private static byte[] preAuthenticationEncoding(String type, byte[] payload) {
    int typeLength = type.getBytes(StandardCharsets.UTF_8).length;
    byte[] head =
        ("DSSEv1 " + typeLength + " " + type + " " + payload.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] encoded = new byte[head.length + payload.length];
    System.arraycopy(head, 0, encoded, 0, head.length);
    System.arraycopy(payload, 0, encoded, head.length, payload.length);
    return encoded;
  }
}
