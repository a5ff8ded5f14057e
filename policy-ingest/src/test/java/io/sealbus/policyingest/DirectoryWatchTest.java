package io.sealbus.policyingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sealbus.runtime.http.Problem.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a real directory, one look at a time. */
final class DirectoryWatchTest {
  private static final String P = "config.openshift.io/ClusterImagePolicy//p";
  private static final String Q = "config.openshift.io/ClusterImagePolicy//q";

  @TempDir private Path directory;

  private final PolicyTable table = new PolicyTable(MemoryPolicyLog.CODEC);
  private final MemoryPolicyLog log = new MemoryPolicyLog(table);
  private final PolicyWriter writer =
      new PolicyWriter(
          table,
          log,
          Policies.kinds(),
          InstantSource.system(),
          Set.of(Origin.DIRECTORY),
          Duration.ofMillis(200));
  private DirectoryMemory memory = new DirectoryMemory();
  private List<Fault> faults = List.of();

  @BeforeEach
  void lookAtNothing() {
    look();
  }

  private void look() {
    var look = PolicyDirectory.look(directory);
    var result = DirectorySync.run(table, writer, memory.after(look));
    faults = new ArrayList<>(look.faults());
    faults.addAll(result.faults());
  }

  /** As many looks as anything takes to settle. */
  private void settle() {
    for (int i = 0; i < 3; i++) {
      look();
    }
  }

  private void write(String file, String... documents) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, Policies.yaml(documents));
  }

  private List<String> keys() {
    return table.snapshot().policies().keySet().stream().map(Object::toString).toList();
  }

  private List<String> rules() {
    return faults.stream().map(Fault::rule).toList();
  }

  private String origin(String key) {
    return log.value(key).getOrigin();
  }

  @Test
  void takesTheFilesOfEveryKindAtAnyDepth() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    write("team/b.yml", Policies.cluster("q", "example.com/a"));
    write("team/deep/c.json", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}");
    write("notes.txt", "not a policy");

    settle();

    assertThat(keys()).containsExactly(P, Q);
    assertThat(origin(P)).isEqualTo("directory:a.yaml");
    assertThat(origin(Q)).isEqualTo("directory:team/b.yml");
    assertThat(faults)
        .containsExactly(
            new Fault("team/deep/c.json: documents", "NO_RESOURCE", "The text holds no resource."));
  }

  @Test
  void doesNotUseAFileBeforeTwoLooksSawTheSame() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    look();
    assertThat(keys()).isEmpty();

    write("a.yaml", Policies.cluster("p", "example.com/a"), Policies.cluster("q", "example.com/a"));
    look();
    assertThat(keys()).isEmpty();

    look();
    assertThat(keys()).containsExactly(P, Q);
  }

  @Test
  void writesNothingWhileNothingChanges() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    settle();
    memory = new DirectoryMemory();
    settle();

    assertThat(log.keys()).containsExactly(P);
  }

  @Test
  void followsAFileThatChanges() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"), Policies.cluster("q", "example.com/a"));
    settle();

    write("a.yaml", Policies.cluster("p", "example.com/b"));
    settle();

    assertThat(log.keys()).containsExactly(P, Q, P, "-" + Q);
    assertThat(log.value(P).getGeneration()).isEqualTo(2);
  }

  @Test
  void deletesThePoliciesOfAFileThatIsGone() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    Files.delete(directory.resolve("a.yaml"));
    look();
    assertThat(keys()).containsExactly(P);
    look();

    assertThat(keys()).isEmpty();
  }

  @Test
  void deletesWhatWentWhileNobodyLooked() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    Files.delete(directory.resolve("a.yaml"));
    memory = new DirectoryMemory();
    settle();

    assertThat(keys()).isEmpty();
  }

  @Test
  void leavesPoliciesOfOtherOriginsAlone() throws IOException {
    var resources = Submission.read(Policies.bytes(Policies.cluster("q", "example.com/a")));
    writer.apply(((Checked.Good<List<Submitted>>) resources).value(), new Origin.Http(), false);
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();
    Files.delete(directory.resolve("a.yaml"));

    settle();

    assertThat(keys()).containsExactly(Q);
  }

  @Test
  void keepsWhatAFileSaidBeforeItBroke() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    for (String broken :
        List.of(
            "a: [",
            "",
            "\0",
            Policies.cluster("p", "example.com/b") + "---\na: [",
            Policies.cluster("p", "example.com/b").replace("scopes", "scope"))) {
      Files.writeString(directory.resolve("a.yaml"), broken);
      settle();

      assertThat(rules()).as(broken).isNotEmpty();
      assertThat(log.keys()).as(broken).containsExactly(P);
    }
    write("a.yaml", Policies.cluster("p", "example.com/b"));
    settle();

    assertThat(faults).isEmpty();
    assertThat(log.keys()).containsExactly(P, P);
  }

  @Test
  void keepsWhatABrokenFileSaidAcrossARestart() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();
    Files.writeString(directory.resolve("a.yaml"), "a: [");

    memory = new DirectoryMemory();
    settle();
    settle();

    assertThat(keys()).containsExactly(P);
    assertThat(rules()).containsExactly("SYNTAX");
  }

  @Test
  void reportsABrokenFileOnlyWhenItStaysSo() throws IOException {
    write("a.yaml", "a: [");

    look();
    look();
    assertThat(faults).isEmpty();
    look();

    assertThat(rules()).containsExactly("SYNTAX");
  }

  @Test
  void doesNotLetABrokenFileStopTheOthers() throws IOException {
    write("a.yaml", "a: [");
    write("b.yaml", Policies.cluster("p", "example.com/a"));
    write("c.yaml", Policies.cluster("q", "example.com/a"));
    settle();
    assertThat(keys()).containsExactly(P, Q);

    Files.delete(directory.resolve("c.yaml"));
    settle();

    assertThat(keys()).containsExactly(P);
    assertThat(rules()).containsExactly("SYNTAX");
  }

  @Test
  void usesNeitherOfTwoFilesWithOnePolicy() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    write("b.yaml", Policies.cluster("p", "example.com/b"), Policies.cluster("q", "example.com/a"));
    settle();
    assertThat(rules()).containsExactly("DUPLICATE_IN_FILES", "DUPLICATE_IN_FILES");
    assertThat(faults).extracting(Fault::path).containsExactly("a.yaml: " + P, "b.yaml: " + P);
    assertThat(log.keys()).containsExactly(P);

    Files.delete(directory.resolve("a.yaml"));
    settle();

    assertThat(faults).isEmpty();
    assertThat(keys()).containsExactly(P, Q);
    assertThat(origin(P)).isEqualTo("directory:b.yaml");
  }

  @Test
  void keepsAPolicyThatMovesToAnotherFile() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"), Policies.cluster("q", "example.com/a"));
    settle();

    write("a.yaml", Policies.cluster("q", "example.com/a"));
    write("b.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    assertThat(log.keys()).doesNotContain("-" + P);
    assertThat(origin(P)).isEqualTo("directory:b.yaml");
    assertThat(log.value(P).getGeneration()).isEqualTo(1);
  }

  @Test
  void keepsAPolicyThatMovesToAFileThatIsRefused() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    Files.delete(directory.resolve("a.yaml"));
    write("b.yaml", Policies.cluster("p", "example.com/a").replace("scopes", "scope"));
    settle();
    settle();

    assertThat(keys()).containsExactly(P);
    assertThat(rules()).contains("UNKNOWN_FIELD");
  }

  @Test
  void keepsEverythingWhileTheDirectoryIsAway() throws IOException {
    write("policies/a.yaml", Policies.cluster("p", "example.com/a"));
    Path parent = directory;
    directory = parent.resolve("policies");
    memory = new DirectoryMemory();
    settle();

    Files.move(directory, parent.resolve("elsewhere"));
    settle();
    settle();

    assertThat(keys()).containsExactly(P);
    assertThat(rules()).containsExactly("DIRECTORY_UNREADABLE");
  }

  @Test
  void readsAMountedConfigMapOnceAndFollowsItsSwap() throws IOException {
    // Given: the layout of a mounted config map
    write("..2026_01/a.yaml", Policies.cluster("p", "example.com/a"));
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_01"));
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
    settle();
    assertThat(log.keys()).containsExactly(P);
    assertThat(origin(P)).isEqualTo("directory:a.yaml");

    // When: the link is swapped as the kubelet does it
    write("..2026_02/a.yaml", Policies.cluster("p", "example.com/b"));
    Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2026_02"));
    Files.move(
        directory.resolve("..data_tmp"),
        directory.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE);
    settle();

    // Then
    assertThat(faults).isEmpty();
    assertThat(log.keys()).containsExactly(P, P);
    assertThat(log.value(P).getScopes()).containsExactly("example.com/b");
  }

  @Test
  void keepsWhatADanglingLinkSaid() throws IOException {
    write(".hidden/a.yaml", Policies.cluster("p", "example.com/a"));
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of(".hidden/a.yaml"));
    settle();

    Files.delete(directory.resolve(".hidden/a.yaml"));
    settle();

    assertThat(keys()).containsExactly(P);
    assertThat(rules()).containsExactly("FILE_UNREADABLE");
  }

  @Test
  void survivesALinkToItsOwnDirectory() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("."));

    settle();

    assertThat(keys()).containsExactly(P);
    assertThat(rules()).containsExactly("DIRECTORY_UNREADABLE");
  }

  @Test
  void readsNoFileOverItsBound() throws IOException {
    String policy = Policies.cluster("p", "example.com/a") + "# ";
    write("a.yaml", policy + "x".repeat((4 << 20) - policy.length()));
    settle();
    assertThat(keys()).containsExactly(P);

    write("a.yaml", policy + "x".repeat((4 << 20) - policy.length() + 1));
    settle();

    assertThat(keys()).containsExactly(P);
    assertThat(rules()).containsExactly("FILE_TOO_LARGE");
  }

  @Test
  void usesNothingOfADirectoryOverItsBoundsAndDeletesNothing() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    for (int i = 0; i < 10_000; i++) {
      Files.createFile(directory.resolve("b" + i + ".yaml"));
    }
    settle();

    assertThat(rules()).containsExactly("DIRECTORY_TOO_LARGE");
    assertThat(keys()).containsExactly(P);
  }

  @Test
  void doesNotWaitForAPipe() throws IOException, InterruptedException {
    Path pipe = directory.resolve("a.yaml");
    Process mkfifo;
    try {
      mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    } catch (IOException e) {
      mkfifo = null;
    }
    assumeThat(mkfifo).isNotNull();
    assumeThat(mkfifo.waitFor()).isZero();

    settle();

    assertThat(rules()).containsExactly("FILE_UNREADABLE");
  }

  @Test
  void deletesNothingWhileKafkaDoesNotTakeWhatIsNew() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();
    Files.delete(directory.resolve("a.yaml"));
    write("b.yaml", Policies.cluster("q", "example.com/a"));
    log.failAt(1);

    settle();
    assertThat(rules()).containsExactly("BUS_UNAVAILABLE");
    assertThat(keys()).containsExactly(P);
    log.heal();
    settle();

    assertThat(log.keys()).containsExactly(P, Q, "-" + P);
  }

  @Test
  void takesBackWhatSomeoneElseDeletedOrChanged() throws IOException {
    write("a.yaml", Policies.cluster("p", "example.com/a"));
    settle();

    log.foreign(P, null);
    look();

    assertThat(keys()).containsExactly(P);
  }
}
