package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.testkit.Access;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is at a registry: tags, repositories, and the digest of a name. */
class NameListTest {
  private final TestRegistry registry = TestRegistry.start();
  private final Repository repository = registry.repository("team/app");
  private final RepositoryName name = new RepositoryName(registry.address(), "team/app");
  private final Vertx vertx = Vertx.vertx();
  private final RegistryClient client = client("");

  private RegistryClient client(String auths) {
    var settings =
        new RegistrySettings(
            Map.of(), Set.of(registry.address()), Map.of(), RegistryLimits.DEFAULTS);
    var file =
        CredentialsFile.read(io.sealbus.verification.Bytes.utf8("{\"auths\":{" + auths + "}}"));
    return new RegistryClient(
        vertx, settings, ((CredentialsFile.Loaded) file).credentials(), InstantSource.system());
  }

  @AfterEach
  void close() {
    client.close();
    vertx.close().await();
    registry.close();
  }

  private static List<String> all(Function<String, Lookup<NamePage>> pages) {
    var names = new ArrayList<String>();
    String next = null;
    do {
      NamePage page = ((Found<NamePage>) pages.apply(next)).value();
      names.addAll(page.names());
      next = page.next();
    } while (next != null);
    return names;
  }

  @Test
  void listsTagsPageByPage() {
    registry.host(registry.address()).namesPerPage(2);
    TestImage image = TestImage.of("one");
    for (String tag : List.of("1", "2", "3", "4", "5")) {
      repository.putManifest(tag, image.manifest());
    }

    assertThat(all(page -> client.tags(name, page))).containsExactly("1", "2", "3", "4", "5");
    assertThat(registry.count(request -> request.path().endsWith("/tags/list"))).isEqualTo(3);
  }

  @Test
  void listsRepositoriesPageByPageWithATokenForTheWholeRegistry() {
    registry.host(registry.address()).namesPerPage(1);
    registry.repository("team/other");
    registry.protect(Access.bearer("ci", "secret"));
    try (var allowed = client("\"%s\":{\"auth\":\"Y2k6c2VjcmV0\"}".formatted(registry.address()))) {
      assertThat(all(page -> allowed.repositories(registry.address(), page)))
          .containsExactly("team/app", "team/other");
    }
    assertThat(registry.requests())
        .anyMatch(request ->
            request.path().equals("/token") && request.query().contains("registry%3Acatalog"));
  }

  @Test
  void namesThatAreNoneAreLeftOut() {
    registry.inject(
        Fault.at(registry.address(), "/v2/team/app/tags/list")
            .answer(200, "{\"tags\":[\"1.0\",\"../../x\",7,null,\"\"]}"));

    assertThat(all(page -> client.tags(name, page))).containsExactly("1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"tags\":\"1\"}", "{", "{\"tags\":[],\"tags\":[]}", ""})
  void whatIsNoListIsNotTakenForAnEmptyOne(String body) {
    registry.inject(Fault.at(registry.address(), "/v2/team/app/tags/list").answer(200, body));

    assertThat(client.tags(name, null))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.code()).isEqualTo(ReasonCode.REGISTRY_ERROR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<http://evil.example.com/v2/team/app/tags/list?n=1>; rel=next",
        "</v2/team/other/catalog?n=1>; rel=next"
      })
  void aListThatGoesOnSomewhereElseIsNotFollowed(String link) {
    registry.inject(
        Fault.at(registry.address(), "/v2/team/app/tags/list")
            .answer(200, "{\"tags\":[\"1.0\"]}")
            .header("Link", link));

    assertThat(client.tags(name, null))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.code()).isEqualTo(ReasonCode.REGISTRY_TARGET_REFUSED));
  }

  @Test
  void whatTheRegistryDoesNotShowIsNotTakenForEmpty() {
    assertThat(client.tags(new RepositoryName(registry.address(), "none"), null))
        .isInstanceOf(Failed.class);
    registry.protect(Access.bearer("ci", "secret"));
    assertThat(client.tags(name, null)).isInstanceOf(Failed.class);
    assertThat(client.repositories(registry.address(), null)).isInstanceOf(Failed.class);
  }

  @Test
  void theHeadOfAManifestTellsItsDigest() {
    TestImage image = TestImage.of("one");
    repository.putManifest("1.0", image.manifest());

    assertThat(client.digest(name, "1.0")).isEqualTo(new Found<>(new Digest(image.digest())));
    assertThat(client.digest(name, image.digest()))
        .isEqualTo(new Found<>(new Digest(image.digest())));
    assertThat(registry.count(request -> !request.method().equals("HEAD"))).isZero();
    assertThat(client.digest(name, "2.0")).isInstanceOf(NotFound.class);
  }

  @Test
  void whereAHeadTellsNothingTheManifestIsAskedFor() {
    TestImage image = TestImage.of("one");
    repository.putManifest("1.0", image.manifest());
    registry.inject(
        Fault.at(registry.address(), "/v2/team/app/manifests/1.0")
            .onMethod("HEAD")
            .answer(405, ""));

    assertThat(client.digest(name, "1.0")).isEqualTo(new Found<>(new Digest(image.digest())));
  }

  @Test
  void aRegistryThatIsBusyIsNotAskedAgainForTheManifest() {
    registry.inject(Fault.at(registry.address(), "/v2/team/app/manifests/1.0").answer(429, ""));

    assertThat(client.digest(name, "1.0"))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.code()).isEqualTo(ReasonCode.REGISTRY_BUSY));
    assertThat(registry.requests()).hasSize(1);
  }
}
