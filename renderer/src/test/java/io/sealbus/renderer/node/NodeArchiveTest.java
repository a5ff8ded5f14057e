package io.sealbus.renderer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

final class NodeArchiveTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void holdsEveryFileWithItsDirectoriesAsRootsOwn() throws Exception {
    byte[] archive =
        NodeArchive.of(
            Map.of("/etc/crio/policies/a.json", bytes("{}"), "/etc/containers/x", bytes("x")));

    var names = new ArrayList<String>();
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        names.add(e.getName());
        assertThat(e.getLongUserId()).isZero();
        assertThat(e.getUserName()).isEqualTo("root");
        assertThat(e.getLastModifiedTime().toMillis()).isZero();
        assertThat(e.getMode()).isEqualTo(e.isDirectory() ? 040755 : 0100644);
        if (e.getName().endsWith("a.json")) {
          assertThat(tar.readAllBytes()).isEqualTo(bytes("{}"));
        }
      }
    }
    assertThat(names)
        .containsExactly(
            "etc/",
            "etc/containers/",
            "etc/containers/x",
            "etc/crio/",
            "etc/crio/policies/",
            "etc/crio/policies/a.json");
  }

  @Test
  void equalFilesGiveEqualBytes() {
    var one = new LinkedHashMap<String, byte[]>();
    one.put("/b", bytes("b"));
    one.put("/a", bytes("a"));
    var other = new LinkedHashMap<String, byte[]>();
    other.put("/a", bytes("a"));
    other.put("/b", bytes("b"));

    assertThat(NodeArchive.of(one)).isEqualTo(NodeArchive.of(other));
  }
}
