package io.sealbus.verification.sigstore;

import static io.sealbus.verification.sigstore.FieldError.both;
import static io.sealbus.verification.sigstore.FieldError.disallowed;
import static io.sealbus.verification.sigstore.FieldError.invalid;
import static io.sealbus.verification.sigstore.FieldError.missing;
import static io.sealbus.verification.sigstore.FieldError.neither;
import static io.sealbus.verification.sigstore.FieldError.via;

import io.sealbus.verification.golang.GoRegexp;
import io.sealbus.verification.golang.GoUrl;
import io.sealbus.verification.resource.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The validation rules of a ClusterImagePolicy's spec, with the policy-controller's messages at its
 * paths. Where that reports an odd path, so does this.
 */
final class PolicyRules {
  private static final Set<String> MODES = Set.of("enforce", "warn");
  private static final Set<String> ACTIONS = Set.of("fail", "pass");
  private static final Set<String> SHORT_PREDICATES =
      Set.of("custom", "slsaprovenance", "spdx", "spdxjson", "cyclonedx", "link", "vuln");

  /** What the policy-controller's own deployment watches. */
  private static final Set<String> RESOURCES =
      Set.of(
          "replicasets", "deployments", "pods", "cronjobs", "jobs", "statefulsets", "daemonsets");

  private static final String DEPRECATED =
      "deprecated value, please use RFC 3986 conformant values";

  private final ControllerConfiguration configuration;
  private final KeyRules keys;
  private final Set<String> languages;
  private final List<FieldError> errors = new ArrayList<>();
  private final List<FieldError> warnings = new ArrayList<>();

  /**
   * Rules.
   *
   * @param languages of policy texts that are taken
   */
  PolicyRules(ControllerConfiguration configuration, KeyRules keys, Set<String> languages) {
    this.configuration = configuration;
    this.keys = keys;
    this.languages = languages;
  }

  /** Checks a decoded and defaulted spec. */
  void check(SpecFields spec) {
    List<FieldError> found = new ArrayList<>();
    List<SpecFields> images = spec.objects("images");
    if (images.isEmpty()) {
      found.add(missing("images"));
    }
    for (int i = 0; i < images.size(); i++) {
      found.addAll(via("images[" + i + "]", glob(images.get(i).text("glob"))));
    }
    List<SpecFields> authorities = spec.objects("authorities");
    if (authorities.isEmpty() && configuration.failOnEmptyAuthorities()) {
      found.add(missing("authorities"));
    }
    for (int i = 0; i < authorities.size(); i++) {
      String place = "authorities[" + i + "]";
      found.addAll(via(place, authority(authorities.get(i))));
      warnings.addAll(via("spec." + place, predicateWarnings(authorities.get(i))));
    }
    String mode = spec.text("mode");
    if (!mode.isEmpty() && !MODES.contains(mode)) {
      found.add(invalid(mode, "mode", "unsupported mode"));
    }
    List<SpecFields> matches = spec.objects("match");
    for (int i = 0; i < matches.size(); i++) {
      found.addAll(via("match[" + i + "]", match(matches.get(i))));
    }
    // The reference leaves "policy" out of these paths.
    found.addAll(policyText(spec.object("policy"), true));
    errors.addAll(via("spec", found));
  }

  List<FieldError> errors() {
    return List.copyOf(errors);
  }

  List<FieldError> warnings() {
    return List.copyOf(warnings);
  }

  private static List<FieldError> glob(String glob) {
    if (glob.isEmpty()) {
      return List.of(missing("glob"));
    }
    String fault = Glob.fault(glob);
    return fault == null ? List.of() : List.of(invalid(glob, "glob", "glob is invalid: " + fault));
  }

  private static List<FieldError> match(SpecFields match) {
    List<FieldError> found = new ArrayList<>();
    String resource = match.text("resource");
    if (!resource.isEmpty() && !RESOURCES.contains(resource)) {
      found.add(invalid(resource, "resource", "unsupported resource name"));
    }
    boolean any =
        resource.isEmpty() && match.text("version").isEmpty() && match.text("group").isEmpty();
    if (match.has("selector") && any) {
      String details = "selector requires a resource type to match the labels";
      found.add(invalid(resource, "selector", details));
    }
    return found;
  }

  private List<FieldError> authority(SpecFields authority) {
    long roots = Stream.of("key", "keyless", "static").filter(authority::has).count();
    if (roots != 1) {
      return List.of(
          roots == 0 ? neither("key", "keyless", "static") : both("key", "keyless", "static"));
    }
    List<FieldError> found = new ArrayList<>();
    SpecFields key = authority.object("key");
    if (key != null) {
      found.addAll(via("key", keys.check(key)));
    }
    SpecFields keyless = authority.object("keyless");
    if (keyless != null) {
      found.addAll(via("keyless", keyless(keyless)));
    }
    SpecFields fixed = authority.object("static");
    if (fixed != null) {
      found.addAll(via("static", action(fixed.text("action"))));
      Stream.of("attestations", "source", "ctlog", "rfc3161timestamp")
          .filter(authority::has)
          .forEach(field -> found.add(both("static", field)));
    }
    found.addAll(sources(authority.objects("source")));
    for (SpecFields attestation : authority.objects("attestations")) {
      // Without an index, as the reference has it.
      found.addAll(via("attestations", attestation(attestation)));
    }
    return found;
  }

  private static List<FieldError> action(String action) {
    if (action.isEmpty()) {
      return List.of(missing("action"));
    }
    return ACTIONS.contains(action)
        ? List.of()
        : List.of(invalid(action, "action", "unsupported action"));
  }

  private List<FieldError> keyless(SpecFields keyless) {
    List<FieldError> found = new ArrayList<>();
    SpecFields caCert = keyless.object("ca-cert");
    if (!keyless.has("url") && caCert == null) {
      found.add(neither("url", "ca-cert"));
    }
    if (keyless.has("url") && caCert != null) {
      found.add(both("url", "ca-cert"));
    }
    if (caCert != null) {
      found.addAll(via("ca-cert", keys.check(caCert)));
    }
    List<SpecFields> identities = keyless.objects("identities");
    if (identities.isEmpty()) {
      found.add(missing("identities"));
    }
    for (int i = 0; i < identities.size(); i++) {
      found.addAll(via("identities[" + i + "]", identity(identities.get(i))));
    }
    return found;
  }

  private static List<FieldError> identity(SpecFields identity) {
    List<FieldError> found = new ArrayList<>();
    for (String part : List.of("issuer", "subject")) {
      String value = identity.text(part);
      String pattern = identity.text(part + "RegExp");
      if (!value.isEmpty() && !pattern.isEmpty()) {
        found.add(both(part, part + "RegExp"));
      }
      if (value.isEmpty() && pattern.isEmpty()) {
        found.add(missing(part, part + "RegExp"));
      }
      String fault = GoRegexp.fault(pattern);
      if (fault != null) {
        found.add(invalid(pattern, part + "RegExp", "regex is invalid: " + fault));
      }
    }
    return found;
  }

  private static List<FieldError> sources(List<SpecFields> sources) {
    if (sources.size() > 1) {
      return List.of(invalid("source", "source", "only single source is supported"));
    }
    List<FieldError> found = new ArrayList<>();
    for (SpecFields source : sources) {
      List<FieldError> inside = new ArrayList<>();
      String oci = source.text("oci");
      String fault = oci.isEmpty() ? null : SourceName.fault(oci);
      if (fault != null) {
        inside.add(invalid(oci, "oci", fault));
      }
      List<SpecFields> secrets = source.objects("signaturePullSecrets");
      for (int i = 0; i < secrets.size(); i++) {
        if (secrets.get(i).text("name").isEmpty()) {
          inside.add(missing("name"));
          // The reference moves whatever it found so far along with the new error.
          inside = new ArrayList<>(via("signaturePullSecrets[" + i + "]", inside));
        }
      }
      found.addAll(via("source[0]", inside));
    }
    return found;
  }

  private List<FieldError> attestation(SpecFields attestation) {
    List<FieldError> found = new ArrayList<>();
    for (String field : List.of("name", "predicateType")) {
      if (attestation.text(field).isEmpty()) {
        found.add(missing(field));
      }
    }
    found.addAll(via("policy", policyText(attestation.object("policy"), false)));
    return found;
  }

  private static List<FieldError> predicateWarnings(SpecFields authority) {
    boolean oneRoot = Stream.of("key", "keyless", "static").filter(authority::has).count() == 1;
    return authority.objects("attestations").stream()
        .filter(a -> oneRoot)
        .map(attestation -> attestation.text("predicateType"))
        .filter(type -> !type.isEmpty())
        .filter(type -> SHORT_PREDICATES.contains(type) || !GoUrl.isRequestUri(type))
        .map(type ->
            invalid(FindingCode.DEPRECATED_VALUE, type, "attestations.predicateType", DEPRECATED))
        .toList();
  }

  private List<FieldError> policyText(@Nullable SpecFields policy, boolean policyLevel) {
    if (policy == null) {
      return List.of();
    }
    List<FieldError> found = new ArrayList<>();
    String type = policy.text("type");
    if (!languages.contains(type)) {
      found.add(invalid(type, "type", "only [cue,rego] are supported at the moment"));
    }
    SpecFields remote = policy.object("remote");
    SpecFields configMap = policy.object("configMapRef");
    long contents = Stream.of("data", "configMapRef", "remote").filter(policy::has).count();
    if (contents == 0) {
      found.add(missing("data", "configMapRef", "remote"));
    }
    if (contents > 1) {
      found.add(both("data", "configMapRef", "remote"));
    }
    if (remote != null) {
      found.addAll(via("remote", remote(remote)));
    }
    if (configMap != null) {
      Stream.of("name", "key")
          .filter(field -> configMap.text(field).isEmpty())
          .forEach(field -> found.add(missing("configMapRef." + field)));
    }
    if (!policyLevel) {
      Stream.of("fetchConfigFile", "includeSpec", "includeObjectMeta", "includeTypeMeta")
          .filter(policy::has)
          .forEach(field -> found.add(disallowed(field)));
    }
    return found;
  }

  private static List<FieldError> remote(SpecFields remote) {
    List<FieldError> found = new ArrayList<>();
    String url = remote.text("url");
    if (!isHttps(url)) {
      String details = "url valid is invalid. host and https scheme are expected";
      found.add(invalid(url, "url", details));
    }
    if (remote.text("sha256sum").isEmpty()) {
      found.add(missing("sha256sum"));
    }
    return found;
  }

  private static boolean isHttps(String text) {
    try {
      GoUrl url = GoUrl.parse(text);
      return url.scheme().equals("https") && !url.host().isEmpty();
    } catch (GoUrl.Malformed e) {
      return false;
    }
  }
}
