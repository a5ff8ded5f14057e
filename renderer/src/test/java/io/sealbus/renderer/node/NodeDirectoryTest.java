package io.sealbus.renderer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeDirectoryTest {
  private static final String POLICY = "/etc/containers/policy.json";
  private static final String TEAM = "/etc/crio/policies/team.json";

  @TempDir private Path temporary;
  private Path root;
  private NodeDirectory directory;

  @BeforeEach
  void makeRoot() {
    root = temporary.resolve("root");
    directory = new NodeDirectory(root);
  }

  private static Map<String, byte[]> files(String... pathsAndTexts) {
    var files = new HashMap<String, byte[]>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  private Map<String, String> tree() throws IOException {
    var tree = new HashMap<String, String>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        tree.put("/" + root.relativize(path), Files.readString(path));
      }
    }
    tree.remove("/" + DirectoryManifest.NAME);
    return tree;
  }

  @Test
  void holdsExactlyTheFilesThatAreWanted() throws Exception {
    directory.apply(files(POLICY, "one", TEAM, "two"));
    directory.apply(files(POLICY, "three"));

    assertThat(tree()).isEqualTo(Map.of(POLICY, "three"));
  }

  @Test
  void makesFilesReadableForAll() throws Exception {
    directory.apply(files(POLICY, "one"));

    assertThat(Files.getPosixFilePermissions(at(POLICY)))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void leavesFilesAloneThatItDidNotWrite() throws Exception {
    Files.createDirectories(at(TEAM).getParent());
    Files.writeString(at(TEAM), "somebody's");
    directory.apply(files(POLICY, "one"));
    directory.apply(files());

    assertThat(tree()).isEqualTo(Map.of(TEAM, "somebody's"));
  }

  @Test
  void doesNotDeleteAFileThatSomebodyElseHasChanged() throws Exception {
    directory.apply(files(POLICY, "one"));
    Files.writeString(at(POLICY), "edited");

    directory.apply(files());

    assertThat(tree()).isEqualTo(Map.of(POLICY, "edited"));
  }

  @Test
  void deletesItsFilesAfterARestart() throws Exception {
    directory.apply(files(POLICY, "one"));

    new NodeDirectory(root).apply(files());

    assertThat(tree()).isEmpty();
  }

  @Test
  void finishesAfterACrashBetweenTheManifestAndTheFiles() throws Exception {
    directory.apply(files(POLICY, "old", TEAM, "team"));
    // As after a crash: the intention is noted, one file is done, one is half written.
    var intention = DirectoryManifest.read(root.toRealPath());
    var digests = new java.util.TreeMap<String, String>();
    digests.put(POLICY, Sha256.hex("new".getBytes(StandardCharsets.UTF_8)));
    Files.write(root.resolve(DirectoryManifest.NAME), intention.and(digests).bytes());
    Files.writeString(at(POLICY), "new");
    Path unfinished = at(TEAM).resolveSibling(AtomicFile.PREFIX + "other.json");
    Files.writeString(unfinished, "ha");

    new NodeDirectory(root).apply(files());

    assertThat(tree()).isEmpty();
  }

  @Test
  void deletesTheOldFileWhereACrashKeptTheNewOneFromBeingWritten() throws Exception {
    directory.apply(files(POLICY, "old"));
    var digests = new java.util.TreeMap<String, String>();
    digests.put(POLICY, Sha256.hex("new".getBytes(StandardCharsets.UTF_8)));
    Files.write(
        root.resolve(DirectoryManifest.NAME),
        DirectoryManifest.read(root.toRealPath()).and(digests).bytes());

    new NodeDirectory(root).apply(files());

    assertThat(tree()).isEmpty();
  }

  @Test
  void refusesADirectoryThatIsALinkOutOfTheRoot() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createDirectories(root.resolve("etc"));
    Files.createSymbolicLink(root.resolve("etc/containers"), outside);

    assertThatThrownBy(() -> directory.apply(files(POLICY, "one"))).isInstanceOf(IOException.class);

    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void deletesNothingThroughALinkOutOfTheRoot() throws Exception {
    directory.apply(files(POLICY, "one"));
    Path outside = temporary.resolve("outside");
    Files.move(root.resolve("etc/containers"), outside);
    Files.createSymbolicLink(root.resolve("etc/containers"), outside);

    assertThatThrownBy(() -> directory.apply(files())).isInstanceOf(IOException.class);

    assertThat(outside.resolve("policy.json")).exists();
  }

  @Test
  void replacesALinkInTheFilesPlaceAndNotWhatItPointsTo() throws Exception {
    Path outside = Files.writeString(temporary.resolve("outside"), "somebody's");
    Files.createDirectories(at(POLICY).getParent());
    Files.createSymbolicLink(at(POLICY), outside);

    directory.apply(files(POLICY, "one"));

    assertThat(outside).hasContent("somebody's");
    assertThat(Files.isSymbolicLink(at(POLICY))).isFalse();
    assertThat(at(POLICY)).hasContent("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../outside",
        "/etc/../../outside",
        "etc/x",
        "/etc//x",
        "/",
        "/etc/",
        "/./x",
        "/etc\\x",
        "/" + DirectoryManifest.NAME,
        "/etc/" + AtomicFile.PREFIX + "x"
      })
  void refusesAPathThatIsNoNodeFile(String path) throws Exception {
    assertThatThrownBy(() -> directory.apply(files(path, "one"))).isInstanceOf(IOException.class);

    assertThat(tree()).isEmpty();
    assertThat(temporary.resolve("outside")).doesNotExist();
  }

  @Test
  void deletesNothingOnTheWordOfAManifestThatIsNone() throws Exception {
    directory.apply(files(POLICY, "one"));
    Files.writeString(root.resolve(DirectoryManifest.NAME), "{\"files\": 3}");

    assertThatThrownBy(() -> directory.apply(files())).isInstanceOf(IOException.class);

    assertThat(tree()).isEqualTo(Map.of(POLICY, "one"));
  }

  @Test
  void doesNotTouchAFileThatIsAsWanted() throws Exception {
    directory.apply(files(POLICY, "one"));
    Object before = Files.getAttribute(at(POLICY), "unix:ino");

    directory.apply(files(POLICY, "one"));

    assertThat(Files.getAttribute(at(POLICY), "unix:ino")).isEqualTo(before);
  }
}
