package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cloud's token goes to the cloud's own registries and to nobody who looks like one. */
class CloudRegistriesTest {
  @ParameterizedTest
  @CsvSource({
    "ecr-login, 123456789012.dkr.ecr.eu-west-1.amazonaws.com, true",
    "ecr-login, 123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, true",
    "ecr-login, 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, true",
    "ecr-login, 123456789012.dkr-ecr.eu-west-1.on.aws, true",
    "ecr-login, public.ecr.aws, true",
    "ecr-login, 123456789012.dkr.ecr.eu-west-1.amazonaws.com.attacker.com, false",
    "ecr-login, 123456789012.dkr.ecr.eu-west-1.amazonaws.com:8443, false",
    "ecr-login, x123456789012.dkr.ecr.eu-west-1.amazonaws.com, false",
    "ecr-login, 123456789012.dkr.ecr.a.b.amazonaws.com, false",
    "ecr-login, attacker-public.ecr.aws, false",
    "acr-env, x.azurecr.io, true",
    "acr-env, x.westeurope.data.azurecr.io, true",
    "acr-env, x.azurecr.cn, true",
    "acr-env, x.azurecr.io.attacker.com, false",
    "acr-env, xazurecr.io, false",
    "acr-env, azurecr.io, false",
    "acr-env, x.azurecr.io., false",
    "acr-env, x.azurecr.com, false",
    "acr-env, x.AZURECR.IO, false",
    "gcloud, gcr.io, true",
    "gcloud, eu.gcr.io, true",
    "gcloud, europe-west1-docker.pkg.dev, true",
    "gcr, evil.gcr.io, false",
    "gcr, attackergcr.io, false",
    "gcr, gcr.io.attacker.com, false",
    "gcr, docker.pkg.dev.attacker.com, false",
    "desktop, anything.example.com, true",
  })
  void servesItsOwnAlone(String helper, String registry, boolean serves) {
    assertThat(CloudRegistries.serves(helper, registry)).isEqualTo(serves);
  }
}
