package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.MALFORMED;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.Members;
import io.sealbus.verification.reference.Digest;
import java.util.Set;

/**
 * What a signature says: the digest and the identity of an image. Parsed only after the signature
 * of its bytes was found good.
 *
 * @param dockerReference any text at all
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-signature.5.md#json-data-format">containers-signature(5),
 *     JSON data format</a>
 */
record SimpleSigningPayload(Digest manifestDigest, String dockerReference) {
  private static final String TYPE = "cosign container image signature";
  private static final int MAX_BYTES = 4 << 20;

  static SimpleSigningPayload parse(byte[] payload) throws Rejection {
    SimpleSigningPayload plain = PlainPayload.read(payload);
    return plain == null ? parseAny(payload) : plain;
  }

  /** As {@link #parse}, whatever the form. */
  static SimpleSigningPayload parseAny(byte[] payload) throws Rejection {
    try {
      return read(JsonParser.parse(payload, MAX_BYTES));
    } catch (InvalidJsonException e) {
      throw new Rejection(MALFORMED, "payload " + e.path() + ": " + e.getMessage());
    }
  }

  private static SimpleSigningPayload read(JsonValue value) throws InvalidJsonException {
    Members payload = Members.of("$", value).exactly(Set.of("critical", "optional"));
    checkOptional(payload.require("optional"));
    Members critical =
        Members.of("$.critical", payload.require("critical"))
            .exactly(Set.of("type", "image", "identity"));
    if (!critical.string("type").equals(TYPE)) {
      throw new InvalidJsonException("$.critical.type", "unrecognized signature type");
    }
    Members image =
        Members.of("$.critical.image", critical.require("image"))
            .exactly(Set.of("docker-manifest-digest"));
    Digest digest =
        Digest.parse(image.string("docker-manifest-digest"))
            .orElseThrow(() ->
                new InvalidJsonException(
                    "$.critical.image.docker-manifest-digest", "not a digest"));
    Members identity =
        Members.of("$.critical.identity", critical.require("identity"))
            .exactly(Set.of("docker-reference"));
    return new SimpleSigningPayload(digest, identity.string("docker-reference"));
  }

  /** Not used for anything, but a node checks it: null, or an object with well-typed members. */
  private static void checkOptional(JsonValue value) throws InvalidJsonException {
    if (value instanceof JsonNull) {
      return;
    }
    Members optional = Members.of("$.optional", value);
    optional.stringOrNull("creator");
    JsonValue timestamp = optional.get("timestamp");
    if (timestamp != null && !(timestamp instanceof JsonNull) && !isInt64(timestamp)) {
      throw new InvalidJsonException("$.optional.timestamp", "not an integer");
    }
  }

  /** Go reads the number as a double, which must then be an integer within 64 bits. */
  private static boolean isInt64(JsonValue value) {
    if (!(value instanceof JsonNumber number)) {
      return false;
    }
    double timestamp = Double.parseDouble(number.text());
    return timestamp >= -0x1p63 && timestamp < 0x1p63 && timestamp == (double) (long) timestamp;
  }
}
