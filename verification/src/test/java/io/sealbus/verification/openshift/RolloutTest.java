package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RELEASE = "quay.io/openshift-release-dev/ocp-release";

  static List<Path> cases() throws IOException {
    try (Stream<Path> cases = Files.list(Vectors.directory("lockout"))) {
      return cases.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** As policy-ingest stores the resource and a service reads it back. */
  private static Map<ResourceKey, StandingResource> standing(List<Resource> resources) {
    var standing = new HashMap<ResourceKey, StandingResource>();
    for (Resource resource : resources) {
      ResourceKey key = resource.key().orElseThrow();
      standing.put(
          key,
          StandingResource.of(
              key,
              resource.version(),
              resource.uid(),
              resource.generation(),
              spec(resource),
              JsonText.write(resource.document())));
    }
    return standing;
  }

  private static String spec(Resource resource) {
    if (PlatformConfiguration.concerns(resource)) {
      var reading = PlatformResource.admit(resource);
      assertThat(reading).isInstanceOf(Reading.Read.class);
      return ((Reading.Read<PlatformResource>) reading).value().specJson();
    }
    var outcome = Admission.newest().admit(resource);
    assertThat(outcome).isInstanceOf(Admitted.class);
    return ((Admitted) outcome).policy().specJson();
  }

  private static Rollout rollout(String... documents) {
    return Rollout.of(standing(Stream.of(documents).map(Vectors::resource).toList()));
  }

  private static Rollout rollout(Path directory) throws IOException {
    var resources = new ArrayList<Resource>();
    for (Node document : Vectors.documents(Files.readAllBytes(directory.resolve("input.yaml")))) {
      resources.add(Vectors.resource(document));
    }
    return Rollout.of(standing(resources));
  }

  private static List<String> texts(JsonNode impacts) {
    var texts = new ArrayList<String>();
    for (JsonNode impact : impacts) {
      texts.add(
          String.join(
              " ",
              impact.path("code").asText(),
              impact.path("cause").asText(),
              impact.path("image").asText(),
              impact.path("namespace").asText()));
    }
    return texts;
  }

  private static List<String> texts(List<ReleaseImpact> impacts) {
    return impacts.stream()
        .map(i -> String.join(" ", i.code().name(), i.cause().text(), i.image(), i.namespace()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void withholdsWhatCouldLockThePlatformOut(Path directory) throws IOException {
    JsonNode expected = JSON.readTree(directory.resolve("expected.json").toFile());

    switch (rollout(directory)) {
      case Rollout.Ready ready -> {
        assertThat(texts(expected.path("unconfirmed"))).isEmpty();
        assertThat(texts(ready.confirmed()))
            .containsExactlyInAnyOrderElementsOf(texts(expected.path("confirmed")));
      }
      case Rollout.Withheld withheld -> {
        assertThat(texts(withheld.unconfirmed()))
            .containsExactlyInAnyOrderElementsOf(texts(expected.path("unconfirmed")));
      }
      case Rollout.Failed failed -> throw new AssertionError(failed.error());
      case Rollout.Unreadable unreadable -> throw new AssertionError(unreadable.resources());
    }
  }

  @Test
  void everyReasonForWithholdingHasAVector() throws IOException {
    Set<ReasonCode> found = EnumSet.noneOf(ReasonCode.class);
    for (Path directory : cases()) {
      if (rollout(directory) instanceof Rollout.Withheld withheld) {
        withheld.unconfirmed().forEach(impact -> found.add(impact.code()));
      }
    }

    assertThat(found)
        .containsExactlyInAnyOrder(
            ReasonCode.RELEASE_REJECTED,
            ReasonCode.RELEASE_SIGNATURE_REQUIRED,
            ReasonCode.RELEASE_MIRROR_UNSIGNED);
  }

  @Test
  void whatIsWithheldSaysHowToConfirmItAndThenIsNot() {
    String policy = Examples.clusterPolicy("p", RELEASE);
    var withheld = (Rollout.Withheld) rollout(policy);
    String token = withheld.unconfirmed().getFirst().confirmation();

    var confirmed =
        rollout(
            policy.replace(
                "{name: p}",
                "{name: p, annotations: {'sealbus.io/confirm-release-impact': '" + token + "'}}"));

    assertThat(withheld.unconfirmed().getFirst().message())
        .contains("sealbus.io/confirm-release-impact: " + token);
    assertThat(confirmed).isInstanceOf(Rollout.Ready.class);
  }

  @Test
  void conditionsAreWrittenWhileFilesAreWithheld() {
    var withheld =
        rollout(
            Examples.clusterPolicy("p", RELEASE), Examples.policy("team", "q", List.of(RELEASE)));

    assertThat(withheld).isInstanceOf(Rollout.Withheld.class);
    assertThat(withheld.conditions().values())
        .extracting(Condition::reason)
        .containsExactly("ConflictScopes");
  }

  @Test
  void nothingIsRenderedBesideWhatCannotBeRead() {
    var policy = new ResourceKey("config.openshift.io", "ClusterImagePolicy", null, "p");
    var image = new ResourceKey("config.openshift.io", "Image", null, "cluster");
    String wrong =
        "{\"apiVersion\":\"config.openshift.io/v1\",\"kind\":\"Image\","
            + "\"metadata\":{\"name\":\"cluster\"},\"spec\":[]}";

    var rollout =
        Rollout.of(
            Map.of(
                policy,
                StandingResource.of(policy, "v1", null, 1, "{}", "{}"),
                image,
                StandingResource.of(image, "v1", null, 1, "{}", wrong)));

    assertThat(rollout).isInstanceOf(Rollout.Unreadable.class);
    assertThat(((Rollout.Unreadable) rollout).resources()).containsOnlyKeys(policy, image);
  }

  @Test
  void otherDialectsGoIntoNoFileOfThisOne() {
    var key = new ResourceKey("policy.sigstore.dev", "ClusterImagePolicy", null, "p");
    var rollout = Rollout.of(Map.of(key, StandingResource.of(key, "v1", null, 1, "?", "?")));

    assertThat(rollout).isInstanceOf(Rollout.Ready.class);
    assertThat(StandingResource.unreadable(key)).isEqualTo(new StandingResource.Foreign());
  }
}
