package io.sealbus.verification.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vectors do not reach of policy.json's strictness. */
class PolicyJsonReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'sigstoreSigned','keyPath':'/k','keyData':null}",
        "{'type':'sigstoreSigned','keyPath':'','keyData':''}",
        "{'type':'sigstoreSigned','keyPaths':['']}",
        "{'type':'sigstoreSigned','keyDatas':[null]}",
        "{'type':'sigstoreSigned','keyData':'YQ==','rekorPublicKeyPath':''}",
        "{'type':'sigstoreSigned','keyData':'Y\\nQ=\\r='}",
        "{'type':'signedBy','keyType':'GPGKeys','keyPath':'/k'}",
        "{'type':'signedBy','keyType':'signedByX509CAs','keyPaths':[]}",
        "{'type':'signedBaseLayer','baseLayerIdentity':{'type':'matchExact'}}"
      })
  void acceptsWhatANodeAccepts(String requirement) {
    assertThat(read("{'default':[" + requirement + "]}"))
        .isInstanceOf(PolicyJsonReader.Result.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "[]",
        "{}",
        "{'type':null}",
        "{'TYPE':'reject'}",
        "{'type':'Reject'}",
        "{'type':'sigstoreSigned','keyPath':''}",
        "{'type':'sigstoreSigned','keyData':null}",
        "{'type':'sigstoreSigned','keyPaths':null}",
        "{'type':'sigstoreSigned','keyPath':1}",
        "{'type':'sigstoreSigned','keyData':'YQ'}",
        "{'type':'sigstoreSigned','keyData':'Y Q=='}",
        "{'type':'sigstoreSigned','keyData':'YQ==','rekorPublicKeyDatas':[]}",
        "{'type':'sigstoreSigned','keyData':'YQ==','signedIdentity':null}",
        "{'type':'sigstoreSigned','keyData':'YQ==','fulcio':null}",
        "{'type':'sigstoreSigned','keyData':'YQ==','pki':{}}",
        "{'type':'sigstoreSigned','pki':{'caRootsData':'','caIntermediatesPath':'/a','caIntermediatesData':'','subjectEmail':'a'}}",
        "{'type':'sigstoreSigned','keyData':'YQ==','signedIdentity':{'type':'exactRepository','dockerRepository':'A'}}",
        "{'type':'signedBy','keyType':'GPGKeys','keyPath':''}",
        "{'type':'signedBy','keyType':'GPGKeys','keyPath':'/k','keyPaths':null}",
        "{'type':'signedBy','keyType':'gpgkeys','keyPath':'/k'}",
        "{'type':'signedBy','keyPath':'/k'}",
        "{'type':'signedBaseLayer'}"
      })
  void refusesWhatANodeRefuses(String requirement) {
    assertThat(read("{'default':[" + requirement + "]}"))
        .isInstanceOf(PolicyJsonReader.Result.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource({
    "docker, anything at all, true",
    "no-such, anything, true",
    "dir, /a/b, true",
    "dir, '', true",
    "dir, a, false",
    "dir, /, false",
    "oci, /a//b, false",
    "oci-archive, /a/../b, false",
    "sif, /a/, false",
    "docker-archive, x, false",
    "tarball, /x, false",
    "atomic, host/ns/name:tag, true",
    "atomic, a/b/c/d, false",
    "docker-daemon, name, true",
    "containers-storage, '[overlay@/var/lib]', true",
    "containers-storage, '[/var/lib]name:tag', true",
    "containers-storage, '[x@y]', false",
    "containers-storage, '[/a]n@x', false",
    "containers-storage, /a, false"
  })
  void checksTheScopesOfKnownTransports(String transport, String scope, boolean valid) {
    // Given
    String policy =
        "{'default':[{'type':'reject'}],'transports':{'%s':{'%s':[{'type':'reject'}]}}}"
            .formatted(transport, scope);

    // When / Then
    assertThat(read(policy) instanceof PolicyJsonReader.Result.Accepted).isEqualTo(valid);
  }

  @Test
  void namesThePlaceOfAFault() {
    // When
    var result =
        read(
            "{'default':[{'type':'reject'}],'transports':{'docker':{'a':[{'type':'reject'},{}]}}}");

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PolicyJsonReader.Result.Rejected.class,
            rejected -> assertThat(rejected.path()).isEqualTo("$.transports.docker.a[1].type"));
  }

  @Test
  void readsMaterialWithoutLookingAtIt() {
    // When
    var result = read("{'default':[{'type':'sigstoreSigned','keyData':'YQ=='}]}");

    // Then
    var expected =
        new Requirement.SigstoreSigned(
            new RootOfTrust.PublicKeys(List.of(new Material.Inline(Bytes.utf8("a"))), List.of()),
            new SignedIdentity.MatchRepoDigestOrExact());
    assertThat(result)
        .isInstanceOfSatisfying(
            PolicyJsonReader.Result.Accepted.class,
            accepted -> assertThat(accepted.policy().defaults()).containsExactly(expected));
  }

  @Test
  void answersWhateverByteIsChanged() {
    byte[] policy =
        "{\"default\":[{\"type\":\"sigstoreSigned\",\"keyData\":\"YQ==\",\"signedIdentity\":{\"type\":\"matchExact\"}}]}"
            .getBytes(StandardCharsets.UTF_8);
    var random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = policy.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      assertThat(PolicyJsonReader.read(changed)).isNotNull();
    }
  }

  private static PolicyJsonReader.Result read(String policy) {
    return PolicyJsonReader.read(policy.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
