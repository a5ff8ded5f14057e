package io.sealbus.verification.containers;

import static io.sealbus.verification.ReasonCode.REKOR_INVALID;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonBytes;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.LenientMembers;
import io.sealbus.verification.transparency.PlainHashedRekord;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of a log entry of kind hashedrekord 0.0.1. Nodes read it leniently: members that are not
 * known are passed over, and names match in any case.
 *
 * @param hashAlgorithm as the entry writes it
 * @param hashValue as the entry writes it
 * @see <a
 *     href="https://github.com/sigstore/rekor/blob/main/pkg/types/hashedrekord/v0.0.1/hashedrekord_v0_0_1_schema.json">hashedrekord
 *     0.0.1 schema</a>
 */
record HashedRekord(
    byte[] publicKey,
    byte[] signature,
    @Nullable String hashAlgorithm,
    @Nullable String hashValue) {
  private static final int MAX_BYTES = 4 << 20;
  private static final String SHA256 = "sha256";

  static HashedRekord parse(byte[] body) throws InvalidJsonException {
    PlainHashedRekord plain = PlainHashedRekord.read(body);
    return plain == null
        ? parseAny(body)
        : new HashedRekord(plain.publicKey(), plain.signature(), SHA256, plain.sha256());
  }

  /** As {@link #parse}, whatever the form. */
  static HashedRekord parseAny(byte[] body) throws InvalidJsonException {
    LenientMembers members = LenientMembers.of("$.body", JsonParser.parse(body, MAX_BYTES));
    if (!"hashedrekord".equals(members.string("kind"))) {
      throw new InvalidJsonException("$.body.kind", "only hashedrekord is supported");
    }
    if (!"0.0.1".equals(members.stringOrNull("apiVersion"))) {
      throw new InvalidJsonException("$.body.apiVersion", "only 0.0.1 is supported");
    }
    // Kept as text until the end, so that one "spec" does not add to another.
    JsonValue last = members.get("spec");
    LenientMembers spec = LenientMembers.of("$.body.spec", last == null ? new JsonNull() : last);
    LenientMembers signature = require(spec, "signature");
    LenientMembers publicKey = require(signature, "publicKey");
    LenientMembers data = spec.object("data");
    LenientMembers hash = data == null ? null : data.object("hash");
    return new HashedRekord(
        content(publicKey),
        content(signature),
        hash == null ? null : hash.stringOrNull("algorithm"),
        hash == null ? null : hash.stringOrNull("value"));
  }

  private static LenientMembers require(LenientMembers members, String name)
      throws InvalidJsonException {
    LenientMembers object = members.object(name);
    if (object == null) {
      throw new InvalidJsonException("$.body", "member " + name + " is missing");
    }
    return object;
  }

  /** The last content; those before it must be bytes as well. */
  private static byte[] content(LenientMembers members) throws InvalidJsonException {
    byte[] content = new byte[0];
    for (JsonValue value : members.all("content")) {
      content = JsonBytes.of("$.body.content", value);
    }
    return content;
  }

  /** The SHA-256 of the payload, as the entry has it. */
  byte[] requirePayloadHash() throws Rejection {
    if (!SHA256.equals(hashAlgorithm) || hashValue == null) {
      throw new Rejection(REKOR_INVALID, "the log entry's hash is not sha256");
    }
    try {
      return HexFormat.of().parseHex(hashValue.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Rejection(REKOR_INVALID, "the log entry's hash is not hex");
    }
  }
}
