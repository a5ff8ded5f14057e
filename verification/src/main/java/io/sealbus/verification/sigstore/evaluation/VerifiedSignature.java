package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SubjectNames;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A signature that was found good, as a policy over the results of authorities sees it. What it is
 * made of is asked for when such a policy is.
 */
final class VerifiedSignature {
  private static final int PEM_LINE = 64;
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.1";

  /** Names in the document by extension. */
  private static final Map<String, String> GITHUB =
      new TreeMap<>(
          Map.of(
              "1.3.6.1.4.1.57264.1.2", "githubWorkflowTrigger",
              "1.3.6.1.4.1.57264.1.3", "githubWorkflowSha",
              "1.3.6.1.4.1.57264.1.4", "githubWorkflowName",
              "1.3.6.1.4.1.57264.1.5", "githubWorkflowRepo",
              "1.3.6.1.4.1.57264.1.6", "githubWorkflowRef"));

  /** In an envelope, whose policies see nothing of it. */
  static final VerifiedSignature IN_ENVELOPE =
      new VerifiedSignature(() -> new Parts(new byte[0], null));

  private final Supplier<Parts> parts;

  /**
   * What there is to be seen.
   *
   * @param bytes of the signature, not to be changed; null where nothing names it
   * @param certificate what it was made with; null for a key
   */
  record Parts(byte @Nullable [] bytes, @Nullable Certificate certificate) {}

  VerifiedSignature(Supplier<Parts> parts) {
    this.parts = parts;
  }

  /** Whether a policy over the results of authorities gets to see it. */
  boolean isNamed() {
    return parts.get().bytes() != null;
  }

  /** Hex SHA-256 of the signature's bytes and the certificate's PEM. */
  private static String id(byte @Nullable [] bytes, @Nullable Certificate certificate) {
    var hash = HashAlgorithm.SHA256.newDigest();
    hash.update(bytes == null ? new byte[0] : bytes);
    if (certificate != null) {
      hash.update(pem(certificate).getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  /** RFC 7468 text of {@code certificate}. */
  static String pem(Certificate certificate) {
    String base64 =
        Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(certificate.encoded());
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  }

  /** The members of the document; empty ones are left out. */
  List<Member> members() {
    var members = new ArrayList<Member>();
    Parts seen = parts.get();
    Certificate certificate = seen.certificate();
    add(members, "id", id(seen.bytes(), certificate));
    if (certificate != null) {
      add(members, "subject", subject(certificate));
      add(members, "issuer", extension(certificate, ISSUER));
      GITHUB.forEach((oid, name) -> add(members, name, extension(certificate, oid)));
    }
    return members;
  }

  private static void add(List<Member> members, String name, String value) {
    if (!value.isEmpty()) {
      JsonValue text = new JsonString(value);
      members.add(new Member(name, text));
    }
  }

  private static String subject(Certificate certificate) {
    try {
      return SubjectNames.of(certificate).all().stream().findFirst().orElse("");
    } catch (MalformedException e) {
      return "";
    }
  }

  /** The value's bytes as text, which is what the controller takes them for. */
  private static String extension(Certificate certificate, String oid) {
    byte[] value = certificate.extension(oid);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
