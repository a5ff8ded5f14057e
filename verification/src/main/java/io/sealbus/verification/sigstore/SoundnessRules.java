package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.resource.FindingCode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules beyond the policy-controller's, of what it admits and can then never use, or judges weaker
 * than written. Without a rule here such a policy would fail at every image, or vanish.
 */
final class SoundnessRules {
  private final PolicyTexts texts;
  private final SignatureProvider provider;
  private final List<FieldError> errors = new ArrayList<>();
  private final List<FieldError> warnings = new ArrayList<>();

  SoundnessRules(PolicyTexts texts, SignatureProvider provider) {
    this.texts = texts;
    this.provider = provider;
  }

  /** Of which a resource is refused. */
  List<FieldError> errors() {
    return List.copyOf(errors);
  }

  /** Of which it is not. */
  List<FieldError> warnings() {
    return List.copyOf(warnings);
  }

  /** Checks the spec of a ClusterImagePolicy that the reference admits. */
  void checkPolicy(SpecFields spec) {
    List<SpecFields> authorities = spec.objects("authorities");
    for (int i = 0; i < authorities.size(); i++) {
      SpecFields authority = authorities.get(i);
      String place = "spec.authorities[" + i + "]";
      if (authority.objectOrNone("key").has("kms")) {
        errors.add(error(FindingCode.KMS_NOT_SUPPORTED, place + ".key.kms"));
      }
      if (authority.objectOrNone("keyless").has("ca-cert")) {
        errors.add(error(FindingCode.CA_CERT_NOT_SUPPORTED, place + ".keyless.ca-cert"));
      }
      List<SpecFields> attestations = authority.objects("attestations");
      for (int j = 0; j < attestations.size(); j++) {
        text(attestations.get(j).object("policy"), place + ".attestations[" + j + "].policy");
      }
    }
    text(spec.object("policy"), "spec.policy");
  }

  private void text(@Nullable SpecFields policy, String place) {
    if (policy == null || !policy.has("data")) {
      return;
    }
    switch (texts.compile(policy.text("type"), policy.text("data"))) {
      case Compilation.Compiled c -> {}
      case Compilation.Malformed(String message) ->
          warnings.add(
              new FieldError(
                  FindingCode.POLICY_TEXT_MALFORMED,
                  FindingCode.POLICY_TEXT_MALFORMED.meaning(),
                  List.of(place + ".data"),
                  Quoted.of(message)));
      case Compilation.NotCovered(String construct, int line) ->
          errors.add(
              new FieldError(
                  FindingCode.POLICY_TEXT_NOT_COVERED,
                  FindingCode.POLICY_TEXT_NOT_COVERED.meaning(),
                  List.of(place + ".data"),
                  "line " + line + ": " + Quoted.of(construct)));
    }
  }

  /** Checks the spec of a TrustRoot that the reference admits. */
  void checkTrustRoot(SpecFields spec) {
    SpecFields keys = spec.objectOrNone("sigstoreKeys");
    for (String list : List.of("certificateAuthorities", "timestampAuthorities")) {
      List<SpecFields> authorities = keys.objects(list);
      for (int i = 0; i < authorities.size(); i++) {
        if (!hasCertificates(authorities.get(i))) {
          String path = list + "[" + i + "].certChain";
          errors.add(error(FindingCode.UNUSABLE_MATERIAL, "spec.sigstoreKeys." + path));
        }
      }
    }
    logs(keys, "ctLogs", false);
    logs(keys, "tLogs", true);
  }

  private boolean hasCertificates(SpecFields authority) {
    byte[] pem = Base64.getDecoder().decode(authority.text("certChain"));
    return CertChain.read(pem, provider) instanceof CertChain.Certificates chain
        && !chain.certificates().isEmpty();
  }

  private void logs(SpecFields keys, String list, boolean ecdsaOnly) {
    List<SpecFields> logs = keys.objects(list);
    for (int i = 0; i < logs.size(); i++) {
      Bytes pem = Bytes.copyOf(Base64.getDecoder().decode(logs.get(i).text("publicKey")));
      if (!isKey(pem, ecdsaOnly)) {
        String path = list + "[" + i + "].publicKey";
        errors.add(error(FindingCode.UNUSABLE_MATERIAL, "spec.sigstoreKeys." + path));
      }
    }
  }

  /** The reference takes ECDSA keys only for logs of signatures. */
  private boolean isKey(Bytes pem, boolean ecdsaOnly) {
    try {
      VerificationKey key = VerificationKey.fromPem(pem.toArray(), provider);
      return key.isUsable() && (!ecdsaOnly || key.isEcdsa());
    } catch (MalformedException e) {
      return false;
    }
  }

  private static FieldError error(FindingCode code, String path) {
    return new FieldError(code, code.meaning(), List.of(path), "");
  }
}
