package io.sealbus.verification.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
  @Test
  void readsTheOuterForm() {
    var reading =
        resource(
            """
            apiVersion: config.openshift.io/v1
            kind: ImagePolicy
            metadata: {name: p, namespace: team, uid: u-1, generation: 7}
            """);

    Resource resource = ((Reading.Read<Resource>) reading).value();
    assertThat(resource.group()).isEqualTo("config.openshift.io");
    assertThat(resource.version()).isEqualTo("v1");
    assertThat(resource.uid()).isEqualTo("u-1");
    assertThat(resource.generation()).isEqualTo(7);
    assertThat(resource.key())
        .map(ResourceKey::text)
        .contains("config.openshift.io/ImagePolicy/team/p");
  }

  @Test
  void hasNoKeyWhereTheNameIsNone() {
    var reading = resource("apiVersion: v1\nkind: Secret\nmetadata: {name: A_b}\n");

    assertThat(((Reading.Read<Resource>) reading).value().key()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | <nil> | NOT_A_RESOURCE",
        "kind: X | apiVersion | NOT_A_RESOURCE",
        "{apiVersion: v1, kind: ''} | kind | NOT_A_RESOURCE",
        "{apiVersion: v1, kind: X, metadata: a} | metadata | WRONG_TYPE",
        "{apiVersion: v1, kind: X, metadata: {name: 5}} | metadata.name | WRONG_TYPE",
        "{apiVersion: v1, kind: X, metadata: {generation: a}} | metadata.generation | WRONG_TYPE",
        "{apiVersion: v1, kind: X, metadata: {generation: 1.5}} | metadata.generation | WRONG_TYPE",
      })
  void refusesWhatIsNoResource(String text, String path, FindingCode code) {
    var refused = (Reading.Refused<Resource>) resource(text);

    assertThat(refused.findings())
        .anySatisfy(finding -> {
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.code()).isEqualTo(code);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.openshift.io/ClusterImagePolicy//p",
        "config.openshift.io/ImagePolicy/team-1/p.q",
        "/Secret/default/keys"
      })
  void keysAreTheirText(String text) {
    assertThat(ResourceKey.parse(text)).map(ResourceKey::text).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/b",
        "g/Kind//",
        "g/kind//n",
        "g/Kind/../n",
        "g/Kind/a.b/n",
        "g/Kind//N",
        "g/Kind//n\n",
        "g/Kind//-n",
        "g/Kind//a..b",
        "G/Kind//n",
        "g/Kind//n/x"
      })
  void nothingElseIsAKey(String text) {
    assertThat(ResourceKey.parse(text)).isEmpty();
  }

  @Test
  void refusesToMakeAKeyOfWhatIsNoName() {
    assertThatThrownBy(() -> new ResourceKey("g", "Kind", "../../etc", "n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ResourceKey("g", "Kind", null, "n".repeat(254)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysSortByNamespaceThenName() {
    var keys =
        List.of(
            new ResourceKey("g", "Kind", "b", "a"),
            new ResourceKey("g", "Kind", "a", "b"),
            new ResourceKey("g", "Kind", null, "z"),
            new ResourceKey("g", "Kind", "a", "a"));

    assertThat(keys.stream().sorted().map(ResourceKey::text))
        .containsExactly("g/Kind//z", "g/Kind/a/a", "g/Kind/a/b", "g/Kind/b/a");
  }

  private static Reading<Resource> resource(String text) {
    var reading = Documents.read(text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    return Resource.of(((Reading.Read<List<Node>>) reading).value().getFirst());
  }
}
