package io.sealbus.renderer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.OutgoingRecord;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.PolicyJson;
import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.openshift.Condition;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.NodeView;
import io.sealbus.verification.openshift.PullSources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PublishPlanTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-02-02T00:00:00Z");
  private static final Condition CONFLICT =
      new Condition("Pending", "False", "ConflictScopes", "has conflicting scope(s)", 3);

  private final SortedMap<String, NodeFileRecord> files = new TreeMap<>();
  private final SortedMap<String, PolicyStatusRecord> statuses = new TreeMap<>();

  private void standing(String path, String text, long version) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    files.put(
        path,
        new NodeFileRecord(
            path, ByteBuffer.wrap(bytes), Sha256.hex(bytes), 420, version, null, "", List.of(), 0));
  }

  private static PolicyRendering.Rendering rendering(long version, @Nullable String text) {
    var wanted = new TreeMap<String, Bytes>();
    if (text != null) {
      wanted.put("/file", Bytes.utf8(text));
    }
    return new PolicyRendering.Rendering(version, nodes(wanted), null, new TreeMap<>(), List.of());
  }

  private static NodeConfiguration.Rendered nodes(SortedMap<String, Bytes> files) {
    var accepting = new PolicyJson(List.of(new Requirement.InsecureAcceptAnything()), Map.of());
    return new NodeConfiguration.Rendered(
        files,
        new NodeView(accepting, new TreeMap<>()),
        new TreeMap<>(),
        PullSources.DIRECT,
        new TreeMap<>(),
        List.of());
  }

  private static PolicyRendering.Rendering status(long version, PolicyState state) {
    var states = new TreeMap<String, PolicyState>();
    states.put("p", state);
    return new PolicyRendering.Rendering(version, nodes(new TreeMap<>()), null, states, List.of());
  }

  private List<OutgoingRecord<?>> plan(PolicyRendering.Rendering rendering, boolean changed) {
    return new PublishPlan(rendering, files, statuses, changed).records(NOW);
  }

  private static PolicyStatusRecord onlyStatus(List<OutgoingRecord<?>> records) {
    return (PolicyStatusRecord) records.getFirst().value();
  }

  @Test
  void sendsOnlyFilesWhoseBytesChanged() {
    standing("/file", "old", 1);

    assertThat(plan(rendering(2, "old"), true)).isEmpty();
    assertThat(plan(rendering(2, "new"), true))
        .singleElement()
        .satisfies(record -> {
          var file = (NodeFileRecord) record.value();
          assertThat(file.getPolicyVersion()).isEqualTo(2);
          assertThat(file.getSha256())
              .isEqualTo(Sha256.hex("new".getBytes(StandardCharsets.UTF_8)));
        });
  }

  @Test
  void sendsATombstoneForAFileThatIsNoLongerProduced() {
    standing("/file", "old", 1);

    assertThat(plan(rendering(2, null), true))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.key()).isEqualTo("/file");
          assertThat(record.value()).isNull();
        });
  }

  @Test
  void holdsBackWhileTheBusShowsANewerVersion() {
    standing("/file", "old", 3);

    var plan = new PublishPlan(rendering(2, "new"), files, statuses, true);

    assertThat(plan.isBehind()).isTrue();
    assertThat(plan.records(NOW)).isEmpty();
  }

  @Test
  void repairsWhatAnOlderVersionOverwrote() {
    standing("/file", "old", 1);

    assertThat(plan(rendering(2, "new"), false)).hasSize(1);
  }

  @Test
  void doesNotTakeTurnsWithARendererOfAnotherRelease() {
    standing("/file", "theirs", 2);
    standing("/only theirs", "theirs", 2);

    assertThat(plan(rendering(2, "ours"), false)).isEmpty();
    assertThat(plan(rendering(2, "ours"), true)).hasSize(2);
  }

  @Test
  void leavesFilesAsTheyAreWhereNothingCouldBeRendered() {
    standing("/file", "old", 1);

    var held = new PolicyRendering.Rendering(2, null, "error", new TreeMap<>(), List.of());

    assertThat(plan(held, true)).isEmpty();
  }

  @Test
  void keepsTheTimeOfAConditionThatStaysAsItIs() {
    PolicyState state = PolicyState.EMPTY.with(CONFLICT);
    statuses.put("p", state.record("p", null, 1, THEN));

    assertThat(plan(status(2, state), true)).isEmpty();

    var again = new Condition("Pending", "False", "ConflictScopes", CONFLICT.message(), 4);
    var sent = onlyStatus(plan(status(2, PolicyState.EMPTY.with(again)), true));
    assertThat(sent.getConditions().getFirst().getLastTransitionTime()).isEqualTo(THEN);
    assertThat(sent.getConditions().getFirst().getObservedGeneration()).isEqualTo(4);
  }

  @Test
  void givesAChangedConditionTheTimeOfNow() {
    statuses.put("p", PolicyState.EMPTY.with(CONFLICT).record("p", null, 1, THEN));
    var other = new Condition("Pending", "False", "ConflictScopes", "another message", 3);

    var sent = onlyStatus(plan(status(2, PolicyState.EMPTY.with(other)), true));

    assertThat(sent.getConditions()).hasSize(1);
    assertThat(sent.getConditions().getFirst().getLastTransitionTime()).isEqualTo(NOW);
  }

  @Test
  void dropsAConditionWhoseCauseIsGone() {
    statuses.put("p", PolicyState.EMPTY.with(CONFLICT).record("p", null, 1, THEN));

    var sent = onlyStatus(plan(status(2, PolicyState.EMPTY), true));

    assertThat(sent.getConditions()).isEmpty();
  }

  @Test
  void sendsATombstoneForTheStatusOfAPolicyThatIsGone() {
    statuses.put("gone", PolicyState.EMPTY.record("gone", null, 1, THEN));

    assertThat(plan(rendering(2, null), true))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.key()).isEqualTo("gone");
          assertThat(record.value()).isNull();
        });
  }
}
