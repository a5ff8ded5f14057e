package io.sealbus.verification.transparency;

import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.Pem;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.Members;
import io.sealbus.verification.transparency.LogEntryBody.Hash;
import io.sealbus.verification.transparency.LogEntryBody.Of;
import io.sealbus.verification.transparency.LogEntryBody.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads the bodies of entries of Rekor v1; those of v2 are for {@link TiledEntryBodyReader}.
 *
 * @see <a href="https://github.com/sigstore/rekor/blob/main/types.md">Rekor, pluggable types</a>
 */
final class LogEntryBodyReader {
  /** Largest body that is read; an entry of kind intoto 0.0.1 may be large. */
  static final int MAX_BYTES = 4 << 20;

  private static final int MAX_SIGNATURES = 16;
  private static final String HASHED_REKORD = "hashedrekord";

  private LogEntryBodyReader() {}

  /** Reads a body of either generation. */
  static LogEntryBody parse(byte[] body) throws InvalidJsonException, MalformedException {
    PlainHashedRekord plain = PlainHashedRekord.read(body);
    return plain == null ? parseAny(body) : of(HASHED_REKORD, "0.0.1", artifact(plain));
  }

  /** As {@link #parse}, whatever the form. */
  static LogEntryBody parseAny(byte[] body) throws InvalidJsonException, MalformedException {
    JsonValue value = JsonParser.parse(body, MAX_BYTES);
    Members members = Members.of("$", value);
    String kind = members.string("kind");
    String version = members.string("apiVersion");
    return switch (kind + " " + version) {
      case "hashedrekord 0.0.2", "dsse 0.0.2" -> TiledEntryBodyReader.read(value);
      case "hashedrekord 0.0.1", "rekord 0.0.1" ->
          of(kind, version, artifact(object(members, "spec")));
      case "dsse 0.0.1" -> of(kind, version, dsse(object(members, "spec")));
      case "intoto 0.0.1" -> of(kind, version, intoto1(object(members, "spec")));
      case "intoto 0.0.2" -> of(kind, version, intoto2(object(members, "spec")));
      default -> throw new InvalidJsonException("$", "unknown kind of log entry");
    };
  }

  private record Content(List<Signature> signatures, List<Hash> hashes) {}

  private static LogEntryBody of(String kind, String version, Content content) {
    return new LogEntryBody(kind, version, content.signatures, content.hashes, false);
  }

  private static Content artifact(PlainHashedRekord plain) throws MalformedException {
    byte[] hash = HexFormat.of().parseHex(plain.sha256());
    return new Content(
        List.of(new Signature(plain.signature(), pem(plain.publicKey()))),
        List.of(new Hash(Of.SIGNED_BYTES, HashAlgorithm.SHA256, hash)));
  }

  private static Content artifact(Members spec) throws InvalidJsonException, MalformedException {
    Members signature = object(spec, "signature");
    byte[] verifier = pem(object(signature, "publicKey").string("content"));
    Hash hash = hash(Of.SIGNED_BYTES, object(object(spec, "data"), "hash"));
    return new Content(
        List.of(new Signature(base64(signature, "content"), verifier)), List.of(hash));
  }

  private static Content dsse(Members spec) throws InvalidJsonException, MalformedException {
    var signatures = new ArrayList<Signature>();
    for (Members signature : objects(spec, "signatures")) {
      signatures.add(
          new Signature(base64(signature, "signature"), pem(signature.string("verifier"))));
    }
    return new Content(
        signatures,
        List.of(
            hash(Of.PAYLOAD, object(spec, "payloadHash")),
            hash(Of.ENVELOPE, object(spec, "envelopeHash"))));
  }

  /** Keeps the key and hashes, not the signature. */
  private static Content intoto1(Members spec) throws InvalidJsonException, MalformedException {
    Members content = object(spec, "content");
    var signature = new Signature(new byte[0], pem(spec.string("publicKey")));
    return new Content(List.of(signature), intotoHashes(content));
  }

  /** Its signatures are base64 of base64. */
  private static Content intoto2(Members spec) throws InvalidJsonException, MalformedException {
    Members content = object(spec, "content");
    var signatures = new ArrayList<Signature>();
    for (Members signature : objects(object(content, "envelope"), "signatures")) {
      String inner = new String(base64(signature, "sig"), StandardCharsets.ISO_8859_1);
      signatures.add(new Signature(Base64Text.decode(inner), pem(signature.string("publicKey"))));
    }
    return new Content(signatures, intotoHashes(content));
  }

  private static List<Hash> intotoHashes(Members content)
      throws InvalidJsonException, MalformedException {
    var hashes = new ArrayList<Hash>();
    hashes.add(hash(Of.ENVELOPE, object(content, "hash")));
    if (content.get("payloadHash") != null) {
      hashes.add(hash(Of.PAYLOAD, object(content, "payloadHash")));
    }
    return hashes;
  }

  private static Hash hash(Of of, Members members) throws InvalidJsonException, MalformedException {
    HashAlgorithm algorithm =
        switch (members.string("algorithm")) {
          case "sha256" -> HashAlgorithm.SHA256;
          case "sha384" -> HashAlgorithm.SHA384;
          case "sha512" -> HashAlgorithm.SHA512;
          default -> throw new InvalidJsonException(members.path("algorithm"), "unknown hash");
        };
    try {
      return new Hash(of, algorithm, HexFormat.of().parseHex(members.string("value")));
    } catch (IllegalArgumentException e) {
      throw new InvalidJsonException(members.path("value"), "not hex");
    }
  }

  private static Members object(Members members, String name) throws InvalidJsonException {
    return Members.of(members.path(name), members.require(name));
  }

  private static List<Members> objects(Members members, String name) throws InvalidJsonException {
    if (!(members.require(name) instanceof JsonArray(List<JsonValue> elements))
        || elements.isEmpty()
        || elements.size() > MAX_SIGNATURES) {
      throw new InvalidJsonException(members.path(name), "expected 1 to " + MAX_SIGNATURES);
    }
    var objects = new ArrayList<Members>();
    for (JsonValue element : elements) {
      objects.add(Members.of(members.path(name), element));
    }
    return objects;
  }

  private static byte[] base64(Members members, String name)
      throws InvalidJsonException, MalformedException {
    return Base64Text.decode(members.string(name));
  }

  /** The DER in base64 of a PEM text. */
  private static byte[] pem(String base64) throws MalformedException {
    return pem(Base64Text.decode(base64));
  }

  private static byte[] pem(byte[] text) throws MalformedException {
    Optional<Pem.Block> block = Pem.first(text);
    if (block.isEmpty()) {
      throw new MalformedException("the entry's key is no PEM");
    }
    return block.get().der();
  }
}
