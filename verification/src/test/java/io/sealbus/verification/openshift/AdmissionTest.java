package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Outcome;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.openshift.Admission.UnknownFields;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private static final String VALID = Examples.clusterPolicy("p", "example.com");

  @Test
  void refusesAMisspeltFieldAndNamesTheNearestOne() {
    String yaml = VALID.replace("publicKey:\n", "publickey:\n");

    assertThat(findings(Admission.newest().admit(Vectors.resource(yaml))))
        .contains(
            new Finding(
                "spec.policy.rootOfTrust.publickey",
                FindingCode.UNKNOWN_FIELD,
                "unknown field \"spec.policy.rootOfTrust.publickey\", did you mean \"publicKey\"?"));
  }

  @Test
  void refusesUnknownFieldsBesideTheSpecToo() {
    assertThat(findings(Admission.newest().admit(Vectors.resource(VALID + "data: {}\n"))))
        .extracting(Finding::path)
        .containsExactly("data");
  }

  @Test
  void prunesUnknownFieldsWithAWarningWhereAsked() {
    var lenient = new Admission(Release.V4_21, FeatureSet.DEFAULT, UnknownFields.PRUNED);

    var outcome = lenient.admit(Vectors.resource(VALID + "data: {}\n"));

    assertThat(((Admitted) outcome).warnings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.UNKNOWN_FIELD);
    assertThat(((Admitted) outcome).stored()).isEqualTo(Vectors.document(VALID));
  }

  @Test
  void treatsNullAsAbsent() {
    var outcome =
        Admission.newest()
            .admit(Vectors.resource(VALID.replace("scopes: ['example.com']", "scopes: null")));

    assertThat(findings(outcome))
        .extracting(Finding::text)
        .contains("spec.scopes: Required value")
        .anyMatch(text -> text.startsWith("<nil>: Invalid value: \"null\""));
  }

  @ParameterizedTest
  @CsvSource({
    "yes, boolean",
    "12, integer",
    "1.5, number",
    "[], array",
    "{}, object",
  })
  void aPlainScalarThatIsNoTextToTheApiServerIsNoScope(String scope, String type) {
    String yaml = VALID.replace("'example.com'", scope);

    assertThat(findings(Admission.newest().admit(Vectors.resource(yaml))))
        .extracting(Finding::text)
        .contains(
            "spec.scopes[0]: Invalid value: \"%s\": spec.scopes[0] in body must be of type string: \"%s\""
                .formatted(type, type));
  }

  @Test
  void refusesKeysWhoseBase64TheRulesCannotDecode() {
    String pem = "-----BEGIN PUBLIC KEY-----\n>>>???\u007f~~~\n-----END PUBLIC KEY-----\n";
    String base64 = Examples.base64(pem);
    int at = Math.min(indexOf(base64, '+'), indexOf(base64, '/'));

    assertThat(
            findings(
                Admission.newest().admit(Vectors.resource(VALID.replace(Examples.KEY, base64)))))
        .extracting(Finding::message)
        .containsExactly(
            "Invalid value: \"string\": Invalid byte formatted string %s: illegal base64 data at input byte %d evaluating rule: the keyData must start with base64 encoding of '-----BEGIN PUBLIC KEY-----'."
                .formatted(base64, at),
            "Invalid value: \"string\": Invalid byte formatted string %s: illegal base64 data at input byte %d evaluating rule: the keyData must end with base64 encoding of '-----END PUBLIC KEY-----'."
                .formatted(base64, at));
  }

  @Test
  void refusesKeysThatAreNoText() {
    byte[] bytes =
        "-----BEGIN PUBLIC KEY-----\n\n\n\n-----END PUBLIC KEY-----\n"
            .getBytes(StandardCharsets.UTF_8);
    bytes[28] = (byte) 0xC3;
    String base64 = Base64.getEncoder().encodeToString(bytes);

    assertThat(
            findings(
                Admission.newest().admit(Vectors.resource(VALID.replace(Examples.KEY, base64)))))
        .extracting(Finding::message)
        .hasSize(2)
        .allMatch(m ->
            m.contains(
                "invalid UTF-8 in bytes, cannot convert to string evaluating rule: the keyData"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ClusterImagePolicy | {name: p, namespace: team} | metadata.namespace",
        "ClusterImagePolicy | {} | metadata.name",
        "ClusterImagePolicy | {name: A} | metadata.name",
        "ImagePolicy | {name: p} | metadata.namespace",
        "ImagePolicy | {name: p, namespace: ../../x} | metadata.namespace",
        "ImagePolicy | {name: p, namespace: a.b} | metadata.namespace",
      })
  void refusesWhatIsNoNameOrNamespace(String kind, String metadata, String path) {
    String yaml =
        VALID.replace("kind: ClusterImagePolicy", "kind: " + kind).replace("{name: p}", metadata);

    assertThat(findings(Admission.newest().admit(Vectors.resource(yaml))))
        .extracting(Finding::path, Finding::code)
        .containsExactly(tuple(path, FindingCode.INVALID_NAME));
  }

  @ParameterizedTest
  @CsvSource({"V4_16, v1", "V4_19, v1", "V4_16, v1alpha1", "V4_19, v1alpha1", "V4_21, v2"})
  void refusesAVersionThatTheReleaseDoesNotServe(Release release, String version) {
    var admission = new Admission(release, FeatureSet.DEFAULT, UnknownFields.REFUSED);
    String yaml = VALID.replace("config.openshift.io/v1", "config.openshift.io/" + version);

    assertThat(findings(admission.admit(Vectors.resource(yaml))))
        .extracting(Finding::code)
        .containsExactly(FindingCode.KIND_NOT_SUPPORTED);
  }

  @ParameterizedTest
  @CsvSource({
    "V4_16, TECH_PREVIEW_NO_UPGRADE, v1alpha1, false",
    "V4_19, TECH_PREVIEW_NO_UPGRADE, v1alpha1, true",
    "V4_19, DEV_PREVIEW_NO_UPGRADE, v1alpha1, false",
    "V4_20, DEFAULT, v1, true",
    "V4_20, CUSTOM_NO_UPGRADE, v1, false",
    "V4_21, DEFAULT, v1, false",
  })
  void someManifestsForgotWhichPolicyTypesThereAre(
      Release release, FeatureSet features, String version, boolean forgot) {
    var admission = new Admission(release, features, UnknownFields.REFUSED);
    String yaml =
        VALID
            .replace("config.openshift.io/v1", "config.openshift.io/" + version)
            .replaceAll("policyType: PublicKey\n(.*\n)*", "policyType: GPG\n");

    var outcome = admission.admit(Vectors.resource(yaml));

    assertThat(outcome).isInstanceOf(forgot ? Admitted.class : Rejected.class);
    if (outcome instanceof Admitted admitted) {
      assertThat(admitted.policy().rootOfTrust()).isEqualTo(new Trust.Unspecified("GPG"));
    }
  }

  @Test
  void holdsNothingAgainstAnUpdateThatWasThereBefore() {
    Resource stored = Vectors.resource(VALID.replace("'example.com'", "busybox"));
    String yaml = VALID.replace("'example.com'", "busybox");
    var unchangedScopes =
        Vectors.resource(yaml.replace("metadata: {name: p}", "metadata: {name: p, generation: 2}"));
    var otherKey =
        Vectors.resource(yaml.replace(Examples.KEY, Examples.KEY.replace("MFkw", "MFkx")));
    var moreScopes = Vectors.resource(yaml.replace("[busybox]", "[busybox, example.com]"));

    assertThat(Admission.newest().admit(unchangedScopes, stored)).isInstanceOf(Admitted.class);
    assertThat(Admission.newest().admit(otherKey, stored)).isInstanceOf(Admitted.class);
    assertThat(findings(Admission.newest().admit(moreScopes, stored)))
        .extracting(Finding::path)
        .containsOnly("spec.scopes[0]");
  }

  @Test
  void toleratesDuplicatesOnlyWhereThereWereSome() {
    Resource twice = Vectors.resource(Examples.clusterPolicy("p", "a.io", "a.io"));
    Resource thrice = Vectors.resource(Examples.clusterPolicy("p", "a.io", "a.io", "a.io"));

    assertThat(Admission.newest().admit(thrice, twice)).isInstanceOf(Admitted.class);
    assertThat(findings(Admission.newest().admit(twice, Vectors.resource(VALID))))
        .extracting(Finding::text)
        .containsExactly("spec.scopes[1]: Duplicate value: \"a.io\"");
  }

  @Test
  void countsLengthsInCodePoints() {
    String scope = "\ud83d\ude00".repeat(512);

    assertThat(
            findings(
                Admission.newest().admit(Vectors.resource(VALID.replace("example.com", scope)))))
        .extracting(Finding::code)
        .containsOnly(FindingCode.RULE);
    assertThat(
            findings(
                Admission.newest()
                    .admit(Vectors.resource(VALID.replace("example.com", scope + "a")))))
        .extracting(Finding::code)
        .contains(FindingCode.TOO_LONG, FindingCode.NOT_CHECKED);
  }

  private static int indexOf(String text, char c) {
    int index = text.indexOf(c);
    return index < 0 ? Integer.MAX_VALUE : index;
  }

  private static List<Finding> findings(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Rejected.class);
    return ((Rejected) outcome).findings();
  }
}
