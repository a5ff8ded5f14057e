package io.sealbus.standalone.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorRunTest {
  private static final Path VECTORS = Path.of(System.getProperty("sealbus.root", ".."), "vectors");

  private final StringWriter out = new StringWriter();

  private boolean run(Path directory) throws IOException {
    return VectorRun.run(List.of(directory), new PrintWriter(out));
  }

  private String lastLine() {
    return out.toString().lines().toList().getLast();
  }

  @Test
  void passesEveryAdmissionAndRenderCase() throws IOException {
    assertThat(run(VECTORS.resolve("admission"))).as(out.toString()).isTrue();
    assertThat(run(VECTORS.resolve("admission-sigstore"))).as(out.toString()).isTrue();
    assertThat(run(VECTORS.resolve("render"))).as(out.toString()).isTrue();
    assertThat(lastLine()).matches("[0-9]+ passed, 0 failed");
  }

  @Test
  void passesEveryConformanceBundle() throws IOException {
    assertThat(run(VECTORS.resolve("conformance-bundles"))).as(out.toString()).isTrue();
    assertThat(lastLine()).isEqualTo("70 passed, 0 failed");
  }

  @Test
  void failsABundleThatVerifiesThoughItMustNot(@TempDir Path directory) throws IOException {
    Path given = VECTORS.resolve("conformance-bundles").resolve("happy-path-v0.3");
    Path turned = Files.createDirectory(directory.resolve("turned_fail"));
    Files.copy(given.resolve("bundle.sigstore.json"), turned.resolve("bundle.sigstore.json"));
    Files.copy(given.resolveSibling("a.txt"), directory.resolve("a.txt"));
    Files.copy(
        given.resolveSibling("trusted_root.public-good.json"),
        directory.resolve("trusted_root.public-good.json"));

    assertThat(run(directory)).isFalse();
    assertThat(lastLine()).isEqualTo("0 passed, 1 failed");
  }

  @Test
  void failsACaseWhoseExpectationIsAnother(@TempDir Path directory) throws IOException {
    Path given = VECTORS.resolve("admission");
    Path file;
    try (var files = Files.list(given)) {
      file = files.filter(f -> f.toString().endsWith(".yaml")).sorted().findFirst().orElseThrow();
    }
    String text = Files.readString(file);
    String turned =
        text.contains("\nvalid: true")
            ? text.replace("\nvalid: true", "\nvalid: false")
            : text.replace("\nvalid: false", "\nvalid: true");
    Files.writeString(directory.resolve("turned.yaml"), turned);

    assertThat(run(directory)).isFalse();
    assertThat(out.toString()).contains("FAILED ", "expected: ", "actual: ");
    assertThat(lastLine()).isEqualTo("0 passed, 1 failed");
  }

  @Test
  void failsWhatItDoesNotKnow(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.yaml"), "image: example.com/a:1\nexpect: allowed\n");
    Files.writeString(directory.resolve("b.yaml"), "{not: [yaml");

    assertThat(run(directory)).isFalse();
    assertThat(lastLine()).isEqualTo("0 passed, 2 failed");
  }

  @Test
  void doesNotCallAnEmptyFolderASuccess(@TempDir Path directory) throws IOException {
    assertThat(run(directory)).isFalse();
    assertThat(lastLine()).isEqualTo("0 passed, 0 failed");
  }
}
