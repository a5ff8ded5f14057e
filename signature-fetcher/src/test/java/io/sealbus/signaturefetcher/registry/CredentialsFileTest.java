package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.CredentialsFile.Loaded;
import io.sealbus.signaturefetcher.registry.CredentialsFile.Refused;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsFileTest {
  private static CredentialsFile load(String json) {
    return ((Loaded) CredentialsFile.read(Bytes.utf8(json))).credentials();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "registry.example.com, other, host",
        "registry.example.com, team/app, team",
        "registry.example.com, team/app/deep, team",
        "registry.example.com, team/apple, host",
        "registry.example.com, team/b/c, c",
        "registry.example.com:5000, team/app, -",
        "docker.io, library/nginx, hub",
        "url.example.com, any, url",
        "example.com, team, -",
      })
  void findsTheMostSpecificEntry(String registry, String path, String user) {
    CredentialsFile credentials =
        load(
            """
            {"auths": {
              "registry.example.com": {"username": "host", "password": "p"},
              "registry.example.com/team/app": {"username": "team", "password": "p"},
              "registry.example.com/team/b/c": {"username": "c", "password": "p"},
              "https://index.docker.io/v1/": {"username": "hub", "password": "p"},
              "http://url.example.com/v2/": {"username": "url", "password": "p"}
            }}
            """);

    assertThat(credentials.find(new RepositoryName(registry, path)))
        .isEqualTo(Optional.ofNullable(user).map(u -> new Credential.Basic(u, "p")));
  }

  @Test
  void readsUserAndPasswordFromAuth() {
    CredentialsFile credentials = load("{\"auths\":{\"r.example\":{\"auth\":\"dTpwOnE=\"}}}");

    assertThat(credentials.find(new RepositoryName("r.example", "a")))
        .contains(new Credential.Basic("u", "p:q"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"credsStore\":\"../../tmp/x\"}",
        "{\"credsStore\":\"-x\"}",
        "{\"credHelpers\":{\"r.example\":\"a b\"}}",
        "{\"credHelpers\":{\"r.example\":\"\"}}",
        "{\"credHelpers\":{\"r.example\":[\"x\"]}}",
        "{\"credHelpers\":{\"x.azurecr.io.attacker.com\":\"acr-env\"}}",
        "{\"auths\":{\"r.example\":{\"auth\":\"not base64\"}}}",
        "{\"auths\":{\"r.example\":{\"auth\":\"bm9jb2xvbg==\"}}}",
        "{\"auths\":{\"r.example\":{}}}",
        "{\"auths\":{\"r.example\":{\"identitytoken\":null}}}",
        "{\"auths\":{\"r.example\":{\"username\":null,\"password\":\"p\"}}}",
        "{\"auths\":{},\"auths\":{}}",
        "[",
      })
  void refusesWhatItCannotHonour(String json) {
    assertThat(CredentialsFile.read(Bytes.utf8(json)))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.code()).isEqualTo(ReasonCode.CREDENTIALS_INVALID));
  }

  @Test
  void showsNoSecret() {
    var refused =
        CredentialsFile.read(Bytes.utf8("{\"auths\":{\"r.example\":{\"password\":\"pass-word\"}"));

    assertThat(refused.toString()).doesNotContain("pass-word");
    assertThat(new Credential.Basic("u", "pass-word").toString()).doesNotContain("pass-word");
    assertThat(new Credential.IdentityToken("pass-word").toString()).doesNotContain("pass-word");
  }
}
