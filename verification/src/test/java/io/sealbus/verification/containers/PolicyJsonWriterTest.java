package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.verification.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyJsonWriterTest {
  private static final Material KEY = new Material.Inline(Bytes.utf8("keyData"));
  private static final Material REKOR = new Material.Inline(Bytes.utf8("rekorKeyData"));

  @Test
  void printsMembersInTheOrderOfTheFormat() {
    var fulcio =
        new RootOfTrust.Fulcio(
            KEY,
            "https://expected.OIDC.issuer/",
            "expected-signing-user@example.com",
            List.of(REKOR));
    var identity = new SignedIdentity.RemapIdentity("example.com", "mirror-example.com");

    assertThat(print("example.com", new Requirement.SigstoreSigned(fulcio, identity)))
        .isEqualTo(
            """
            {
              "default": [
                {
                  "type": "reject"
                }
              ],
              "transports": {
                "docker": {
                  "example.com": [
                    {
                      "type": "sigstoreSigned",
                      "fulcio": {
                        "caData": "a2V5RGF0YQ==",
                        "oidcIssuer": "https://expected.OIDC.issuer/",
                        "subjectEmail": "expected-signing-user@example.com"
                      },
                      "rekorPublicKeyData": "cmVrb3JLZXlEYXRh",
                      "signedIdentity": {
                        "type": "remapIdentity",
                        "prefix": "example.com",
                        "signedPrefix": "mirror-example.com"
                      }
                    }
                  ]
                }
              }
            }\
            """);
  }

  @Test
  void printsNothingButBracesForAnEmptyMap() {
    var policy = new PolicyJson(List.of(new Requirement.Reject()), Map.of("atomic", Map.of()));

    assertThat(PolicyJsonWriter.write(policy).toUtf8()).endsWith("\"atomic\": {}\n  }\n}");
  }

  @Test
  void escapesTextAsGoDoes() {
    var exact =
        new SignedIdentity.ExactRepository("\"\\/\b\f\n\r\t\u0001\u007f<>&\u2028\ud83d\ude00=");
    var keys = new RootOfTrust.PublicKeys(List.of(KEY), List.of());

    assertThat(print("a", new Requirement.SigstoreSigned(keys, exact)))
        .contains(
            "\"dockerRepository\": \"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u007f\\u003c\\u003e\\u0026"
                + "\\u2028\ud83d\ude00=\"");
  }

  @Test
  void sortsScopesByBytes() {
    var accept = List.<Requirement>of(new Requirement.InsecureAcceptAnything());
    var policy =
        new PolicyJson(
            accept,
            Map.of("docker", Map.of("\ud83d\ude00", accept, "\uffee", accept, "Z", accept)));

    String text = PolicyJsonWriter.write(policy).toUtf8();

    assertThat(text.indexOf("\"Z\"")).isLessThan(text.indexOf("\uffee"));
    assertThat(text.indexOf("\uffee")).isLessThan(text.indexOf("\ud83d\ude00"));
  }

  @Test
  void whatItPrintsReadsBackAsTheSame() {
    var path = new Material.Path("/etc/pki/a.pem");
    var identity = new SignedIdentity.ExactReference("quay.io/a:b");
    var policy =
        new PolicyJson(
            List.of(
                new Requirement.SigstoreSigned(
                    new RootOfTrust.PublicKeys(List.of(KEY, REKOR), List.of(path)),
                    new SignedIdentity.MatchExact()),
                new Requirement.SigstoreSigned(
                    new RootOfTrust.PublicKeys(List.of(path, path), List.of(REKOR, KEY)), identity),
                new Requirement.SigstoreSigned(
                    new RootOfTrust.Pki(path, KEY, null, "h.example.com"),
                    new SignedIdentity.MatchRepository())),
            Map.of());

    assertThat(PolicyJsonReader.read(PolicyJsonWriter.write(policy).toArray()))
        .isEqualTo(new PolicyJsonReader.Result.Accepted(policy));
  }

  @Test
  void refusesToPrintWhatItDoesNotKnowWhole() {
    var mixed = new RootOfTrust.PublicKeys(List.of(KEY, new Material.Path("/a")), List.of());
    var identity = new SignedIdentity.MatchExact();

    assertThatThrownBy(() -> print("a", new Requirement.SignedBy()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> print("a", new Requirement.SignedBaseLayer()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> print("a", new Requirement.SigstoreSigned(mixed, identity)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String print(String scope, Requirement requirement) {
    var policy =
        new PolicyJson(
            List.of(new Requirement.Reject()),
            Map.of("docker", Map.of(scope, List.of(requirement))));
    return PolicyJsonWriter.write(policy).toUtf8();
  }
}
