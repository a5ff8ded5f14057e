package io.sealbus.verification.openshift;

import static io.sealbus.verification.openshift.FeatureSet.DEFAULT;
import static io.sealbus.verification.openshift.FeatureSet.TECH_PREVIEW_NO_UPGRADE;

import java.util.List;
import java.util.Optional;

/**
 * One generated manifest of the CRDs.
 *
 * @param alpha whether the version is v1alpha1 and not v1
 * @param pki whether {@code pki} is a member of the root of trust
 * @param policyTypes the supported values of {@code policyType}; empty where the manifest forgot
 *     them, which makes any text valid
 */
record Manifest(boolean alpha, boolean pki, List<String> policyTypes) {
  private static final List<String> TWO = List.of("PublicKey", "FulcioCAWithRekor");
  private static final List<String> THREE = List.of("PublicKey", "FulcioCAWithRekor", "PKI");

  /** The manifest that serves {@code version}, or empty where nothing serves it. */
  static Optional<Manifest> of(String version, Release release, FeatureSet features) {
    return switch (version) {
      case "v1" -> v1(release, features);
      case "v1alpha1" -> v1alpha1(release, features);
      default -> Optional.empty();
    };
  }

  private static Optional<Manifest> v1(Release release, FeatureSet features) {
    return switch (release) {
      case V4_16, V4_19 -> Optional.empty();
      case V4_20 -> Optional.of(features == DEFAULT ? withoutPki(false) : withPki(false));
      case V4_21 -> Optional.of(withPki(false));
    };
  }

  private static Optional<Manifest> v1alpha1(Release release, FeatureSet features) {
    return switch (release) {
      case V4_16 ->
          features == DEFAULT ? Optional.empty() : Optional.of(new Manifest(true, false, TWO));
      case V4_19 ->
          features == DEFAULT
              ? Optional.empty()
              : Optional.of(features == TECH_PREVIEW_NO_UPGRADE ? withoutPki(true) : withPki(true));
      case V4_20 -> Optional.of(features == DEFAULT ? withoutPki(true) : withPki(true));
      case V4_21 -> Optional.of(withPki(true));
    };
  }

  private static Manifest withPki(boolean alpha) {
    return new Manifest(alpha, true, THREE);
  }

  private static Manifest withoutPki(boolean alpha) {
    return new Manifest(alpha, false, List.of());
  }

  String version() {
    return alpha ? "v1alpha1" : "v1";
  }
}
