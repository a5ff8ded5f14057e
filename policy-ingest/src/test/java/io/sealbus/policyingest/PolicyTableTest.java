package io.sealbus.policyingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.schemas.PolicyRecord;
import io.sealbus.verification.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PolicyTableTest {
  private static final String P = "config.openshift.io/ClusterImagePolicy//p";

  private final PolicyTable table = new PolicyTable(MemoryPolicyLog.CODEC);
  private final MemoryPolicyLog log = new MemoryPolicyLog(table);

  private static byte[] record(UnaryOperator<PolicyRecord.Builder> change) {
    return MemoryPolicyLog.CODEC.encode(
        change
            .apply(
                PolicyRecord.newBuilder()
                    .setGroup("config.openshift.io")
                    .setVersion("v1")
                    .setKind("ClusterImagePolicy")
                    .setName("p")
                    .setScopes(List.of())
                    .setSpec("{}")
                    .setDocument("{}")
                    .setOrigin("http")
                    .setAcceptedAt(Instant.EPOCH))
            .build());
  }

  @Test
  void holdsTheNewestRecordOfEachKey() {
    log.foreign(P, record(r -> r.setGeneration(1)));
    log.foreign(P, record(r -> r.setGeneration(2)));

    var current = table.snapshot().get(ResourceKey.parse(P).orElseThrow());

    assertThat(current.version()).isEqualTo(1);
    assertThat(current.record().getGeneration()).isEqualTo(2);
  }

  @Test
  void forgetsWhatIsDeletedAndEverythingAtAReset() {
    log.foreign(P, record(r -> r));
    log.foreign(P, null);
    assertThat(table.snapshot().policies()).isEmpty();

    log.foreign(P, record(r -> r));
    table.reset();

    assertThat(table.snapshot()).isEqualTo(PolicyTable.Snapshot.EMPTY);
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of("no Avro", "rubbish".getBytes()),
        Arguments.of("empty", new byte[0]),
        Arguments.of("another name", record(r -> r.setName("q"))),
        Arguments.of("another kind", record(r -> r.setKind("ImagePolicy"))),
        Arguments.of("another group", record(r -> r.setGroup("example.com"))),
        Arguments.of("a namespace", record(r -> r.setNamespace("team"))),
        Arguments.of("a spec that is no JSON", record(r -> r.setSpec("{a: b}"))),
        Arguments.of("a spec that is no object", record(r -> r.setSpec("[]"))),
        Arguments.of("a spec with more behind it", record(r -> r.setSpec("{} {}"))),
        Arguments.of("a document that is no JSON", record(r -> r.setDocument(""))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void skipsRecordsThatAreNoPolicyAndKeepsWhatItCouldRead(String name, byte[] value) {
    // Given
    log.foreign(P, record(r -> r));

    // When
    log.foreign(P, value);

    // Then
    var now = table.snapshot();
    var key = ResourceKey.parse(P).orElseThrow();
    assertThat(now.get(key).version()).isEqualTo(0);
    assertThat(now.damaged()).containsExactly(key);
    assertThat(now.version()).isEqualTo(1);
  }

  @Test
  void skipsKeysThatNameNoResource() {
    for (String key : List.of("", "p", "a/b/c", "///", "g/K//n/x", "g/K/ns/N\n", "\u0000")) {
      log.foreign(key, record(r -> r));
    }

    assertThat(table.snapshot().policies()).isEmpty();
    assertThat(table.snapshot().damaged()).isEmpty();
    assertThat(table.snapshot().version()).isEqualTo(6);
  }

  @Test
  void waitsForARecordNoLongerThanAsked() throws InterruptedException {
    log.foreign(P, record(r -> r));

    assertThat(table.awaitVersion(0, Duration.ofSeconds(5))).isTrue();
    assertThat(table.awaitVersion(1, Duration.ofMillis(20))).isFalse();
  }
}
