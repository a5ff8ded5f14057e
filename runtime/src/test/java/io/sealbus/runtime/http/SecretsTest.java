package io.sealbus.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private final Secrets secrets = new Secrets(List.of("old", "new"));

  @Test
  void everyCurrentSecretIsAdmitted() {
    assertThat(secrets.admitsBearer("Bearer old")).isTrue();
    assertThat(secrets.admitsBearer("bearer new")).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer ol",
        "Bearer oldd",
        "Basic old",
        "old",
        "Bearer old,new"
      })
  void nothingElseIs(String authorization) {
    assertThat(secrets.admitsBearer(authorization)).isFalse();
  }

  @Test
  void noSecretAdmitsNobody() {
    assertThat(new Secrets(List.of()).admitsBearer("Bearer ")).isFalse();
    assertThat(new Secrets(List.of()).configured()).isFalse();
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(secrets).asString().doesNotContain("old").doesNotContain("new");
  }
}
