package io.sealbus.verification.sigstore;

import static io.sealbus.verification.sigstore.FieldError.both;
import static io.sealbus.verification.sigstore.FieldError.invalid;
import static io.sealbus.verification.sigstore.FieldError.neither;

import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The validation rules of a key.
 *
 * @param controllerNamespace where the secrets are that keys refer to
 * @param provider who reads keys
 */
record KeyRules(String controllerNamespace, SignatureProvider provider) {
  private static final Set<String> HASHES = Set.of("sha224", "sha256", "sha384", "sha512");
  private static final String FOREIGN_NAMESPACE =
      "secretref.namespace is invalid. If set, it should use the same namespace where the"
          + " policy-controller was deployed";

  List<FieldError> check(SpecFields key) {
    List<FieldError> found = new ArrayList<>();
    String data = key.text("data");
    long given = Stream.of("data", "kms", "secretRef").filter(key::has).count();
    if (given == 0) {
      found.add(neither("data", "kms", "secretref"));
    }
    if (given > 1) {
      found.add(both("data", "kms", "secretref"));
    }
    String hash = key.text("hashAlgorithm");
    if (!hash.isEmpty() && !HASHES.contains(hash.strip().toLowerCase(Locale.ROOT))) {
      found.add(invalid(hash, "hashAlgorithm", ""));
    }
    if (!data.isEmpty() && !isPublicKey(data)) {
      found.add(invalid(shown(data), "data", ""));
    }
    if (key.has("kms")) {
      String fault = KmsName.fault(key.text("kms"));
      if (fault != null) {
        found.add(invalid(key.text("kms"), "kms", fault));
      }
    }
    String namespace = key.objectOrNone("secretRef").text("namespace");
    if (!namespace.isEmpty() && !namespace.equals(controllerNamespace)) {
      found.add(invalid(namespace, "secretref.namespace", FOREIGN_NAMESPACE));
    }
    return found;
  }

  /** The reference shows the whole text; of a private key that would be the leak of it. */
  private static String shown(String data) {
    return data.contains("PRIVATE KEY") ? "(a private key, not shown)" : data;
  }

  private boolean isPublicKey(String data) {
    try {
      VerificationKey.fromPem(data.getBytes(StandardCharsets.UTF_8), provider);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }
}
