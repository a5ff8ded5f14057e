package io.sealbus.verification.trust;

import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.ProtobufMembers;
import java.util.Map;

/**
 * The kinds of keys that logs sign with, by the names of {@code PublicKeyDetails}.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_common.proto">sigstore_common.proto</a>
 */
final class KeyDetails {
  private static final String P256 = "PKIX_ECDSA_P256_SHA_256";
  private static final String P384 = "PKIX_ECDSA_P384_SHA_384";
  private static final String P521 = "PKIX_ECDSA_P521_SHA_512";
  private static final String ED25519 = "PKIX_ED25519";
  private static final String RSA_2048 = "PKIX_RSA_PKCS1V15_2048_SHA256";
  private static final String RSA_3072 = "PKIX_RSA_PKCS1V15_3072_SHA256";
  private static final String RSA_4096 = "PKIX_RSA_PKCS1V15_4096_SHA256";
  private static final String PKCS1_RSA = "PKCS1_RSA_PKCS1V5";

  /** Of the many only those that logs use; another is refused whether by number or by name. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          1, PKCS1_RSA, 5, P256, 7, ED25519, 9, RSA_2048, 10, RSA_3072, 11, RSA_4096, 12, P384, 13,
          P521);

  private KeyDetails() {}

  /** The key of a {@code PublicKey} message, which must be of the kind that it says. */
  static VerificationKey read(ProtobufMembers message, SignatureProvider provider)
      throws InvalidJsonException {
    String details = message.enumName("keyDetails", NAMES);
    byte[] raw = message.requireBytes("rawBytes");
    try {
      VerificationKey key =
          details.equals(PKCS1_RSA)
              ? VerificationKey.fromPkcs1(raw, provider)
              : VerificationKey.fromSpki(raw, provider);
      if (isOfKind(key, details)) {
        return key;
      }
    } catch (MalformedException e) {
      throw new InvalidJsonException(message.path("rawBytes"), String.valueOf(e.getMessage()));
    }
    throw new InvalidJsonException(message.path("rawBytes"), "the key is not one of " + details);
  }

  private static boolean isOfKind(VerificationKey key, String details) {
    return switch (details) {
      case P256 -> key.isEcdsa() && key.naturalHash() == HashAlgorithm.SHA256;
      case P384 -> key.isEcdsa() && key.naturalHash() == HashAlgorithm.SHA384;
      case P521 -> key.isEcdsa() && key.naturalHash() == HashAlgorithm.SHA512;
      case ED25519 -> key.isEd25519();
      case RSA_2048, RSA_3072, RSA_4096, PKCS1_RSA -> key.isRsa();
      default -> false;
    };
  }
}
