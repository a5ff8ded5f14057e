package io.sealbus.verification.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.MirrorDemand;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.openshift.PlatformResource;
import io.sealbus.verification.openshift.Rollout;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.verdict.Verdict.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of images whose nodes pull from mirrors. */
final class MirrorVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final TestSigner SIGNER = TestSigner.with(TestKey.generate(TestKey.Kind.P256));
  private static final TestSigner ANOTHER = TestSigner.with(TestKey.generate(TestKey.Kind.P256));
  private static final Digest INDEX = Digest.sha256("the index");

  static List<Path> cases() throws IOException {
    Path area = Path.of(System.getProperty("sealbus.root", ".."), "vectors", "mirrors");
    try (Stream<Path> cases = Files.list(area)) {
      return cases.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysOfEachPlaceWhatANodeFindsThere(Path directory) throws Exception {
    // Given
    JsonNode given = JSON.readTree(directory.resolve("case.json").toFile());
    Map<ResourceKey, StandingResource> standing = standing(directory);
    var scene = new Scene(given);

    // When
    Verdict verdict =
        new PolicySet(policies(standing, given), AdmissionPolicies.NONE)
            .judge(scene.image, scene.manifest, scene.evidence::get, NOW);

    // Then
    JsonNode expected = given.path("expected");
    assertThat(verdict.results())
        .extracting(MirrorVectorsTest::text)
        .containsExactlyElementsOf(texts(expected.path("results")));
    assertThat(verdict.decision()).hasToString(expected.path("decision").asText());
    if (given.has("command")) {
      assertThat(said(verdict)).anyMatch(text -> text.endsWith(scene.filled(given, "command")));
    }
    assertEachPlaceIsAskedFor(standing, scene, verdict);
  }

  /** Whoever fetches must look wherever the law does, or the answer stays open for ever. */
  private static void assertEachPlaceIsAskedFor(
      Map<ResourceKey, StandingResource> standing, Scene scene, Verdict verdict) {
    var demand = MirrorDemand.of(standing.values()).orElseThrow();
    for (Result result : verdict.results()) {
      boolean looked = result.reasons().getFirst().code() != ReasonCode.TOO_MANY_MIRRORS;
      if (result.location() != null && looked) {
        assertThat(demand.places(scene.image.name(), INDEX))
            .contains(Place.mirror(result.location()));
        assertThat(demand.isMirror(result.location())).isTrue();
      }
    }
  }

  private static List<String> said(Verdict verdict) {
    return verdict.results().stream()
        .flatMap(result -> Stream.concat(result.reasons().stream(), result.notes().stream()))
        .map(Reason::message)
        .toList();
  }

  private static String text(Result result) {
    return result.location()
        + " "
        + (result.platform() == null ? "" : result.platform())
        + " "
        + result.decision()
        + " "
        + result.reasons().stream().map(Reason::code).toList()
        + " "
        + result.notes().stream().map(Reason::code).toList();
  }

  private static List<String> texts(JsonNode results) {
    var texts = new ArrayList<String>();
    for (JsonNode result : results) {
      texts.add(
          result.path("location").asText()
              + " "
              + result.path("platform").asText("")
              + " "
              + result.path("decision").asText()
              + " "
              + codes(result.path("reasons"))
              + " "
              + codes(result.path("notes")));
    }
    return texts;
  }

  private static List<String> codes(JsonNode list) {
    var codes = new ArrayList<String>();
    list.forEach(code -> codes.add(code.asText()));
    return codes;
  }

  private static NodePolicies policies(Map<ResourceKey, StandingResource> standing, JsonNode given)
      throws Exception {
    if (!(Rollout.of(standing) instanceof Rollout.Ready ready)) {
      throw new AssertionError(Rollout.of(standing));
    }
    return given.has("registriesD")
        ? NodePolicies.compile(
            ready.nodes(), Map.of(), RegistriesD.parse(List.of(given.path("registriesD").asText())))
        : NodePolicies.compile(ready.nodes(), Map.of());
  }

  private static Map<ResourceKey, StandingResource> standing(Path directory) throws IOException {
    String key =
        Base64.getEncoder()
            .encodeToString(SIGNER.key().publicKeyPem().getBytes(StandardCharsets.UTF_8));
    String yaml = Files.readString(directory.resolve("input.yaml")).replace("KEY", key);
    var standing = new HashMap<ResourceKey, StandingResource>();
    for (Node document :
        read(Documents.read(yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT))) {
      Resource resource = read(Resource.of(document));
      if (PlatformConfiguration.concerns(resource)) {
        PlatformResource platform = read(PlatformResource.admit(resource));
        standing.put(platform.key(), new StandingResource.Platform(platform, null));
      } else if (Admission.newest().admit(resource) instanceof Admission.Admitted admitted) {
        standing.put(admitted.policy().key(), new StandingResource.Policy(admitted.policy(), null));
      } else {
        throw new AssertionError(Admission.newest().admit(resource));
      }
    }
    return standing;
  }

  private static <T> T read(Reading<T> reading) {
    if (reading instanceof Reading.Read<T>(T value)) {
      return value;
    }
    throw new AssertionError(reading);
  }

  /** The image of a case, and what was found of it. */
  private static final class Scene {
    private final TestImage plain = TestImage.of("hello");
    private final Map<Digest, KnownEvidence> evidence = new HashMap<>();
    private final ImageReference image;
    private final Manifest manifest;

    Scene(JsonNode given) throws Exception {
      image = ImageReference.parseImage(filled(given, "image"));
      if (given.has("instances")) {
        var instances = new ArrayList<Manifest.Instance>();
        for (var instance : given.path("instances").properties()) {
          TestImage one = plain.forArchitecture(instance.getKey().split("/")[1]);
          instances.add(new Manifest.Instance(instance.getKey(), digest(one)));
          evidence.put(digest(one), evidence(given, instance.getValue(), one, digest(one)));
        }
        manifest = new Manifest.Index(INDEX, instances);
        evidence.put(INDEX, evidence(given, JSON.createObjectNode(), plain, INDEX));
      } else {
        manifest = new Manifest.Single(digest(plain));
        evidence.put(digest(plain), evidence(given, JSON.createObjectNode(), plain, digest(plain)));
      }
    }

    String filled(JsonNode given, String member) {
      return given
          .path(member)
          .asText()
          .replace("IMAGE", digest(plain).text())
          .replace("INDEX", INDEX.text())
          .replace("HEX", digest(plain).hex());
    }

    private static Digest digest(TestImage image) {
      return Digest.parse(image.digest()).orElseThrow();
    }

    private KnownEvidence evidence(JsonNode given, JsonNode own, TestImage one, Digest manifest) {
      var places = new HashMap<Place, Evidence>();
      places.put(Place.SIGNATURES, signatures(given.path("source").asText(), one));
      var there = new LinkedHashMap<String, String>();
      given.path("mirrors").properties().forEach(m -> there.put(m.getKey(), m.getValue().asText()));
      own.properties().forEach(m -> there.put(m.getKey(), m.getValue().asText()));
      there.forEach((mirror, what) -> places.put(Place.mirror(mirror), at(what, one, manifest)));
      return new KnownEvidence(new AttachedEvidence(places), null);
    }

    private Evidence at(String what, TestImage one, Digest manifest) {
      if (what.equals("nothing")) {
        return new Evidence.Complete(List.of());
      }
      if (!(signatures(what, one) instanceof Evidence.Complete(var signatures))) {
        return signatures(what, one);
      }
      var found = new ArrayList<Attachment>();
      found.add(
          new Attachment("application/vnd.oci.image.manifest.v1+json", manifest, null, Map.of()));
      found.addAll(signatures);
      return new Evidence.Complete(found);
    }

    private Evidence signatures(String what, TestImage one) {
      return switch (what) {
        case "image" -> new Evidence.Complete(List.of());
        case "signed" -> new Evidence.Complete(List.of(signature(SIGNER, one)));
        case "signed-by-another" -> new Evidence.Complete(List.of(signature(ANOTHER, one)));
        default ->
            new Evidence.Unavailable(Reason.of(ReasonCode.valueOf(what), "as the case says"));
      };
    }

    private Attachment signature(TestSigner signer, TestImage one) {
      TestSignature signature = signer.sign(image.name() + ":v1", one);
      return new Attachment(
          signature.payload().mediaType(),
          Digest.parse(signature.payload().digest()).orElseThrow(),
          Bytes.copyOf(signature.payload().bytes()),
          signature.annotations());
    }
  }
}
