package io.sealbus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case of {@code vectors/conformance-bundles}: a Sigstore bundle and whether it has to verify.
 * Holds what the files say and judges nothing.
 */
public final class BundleCase {
  private static final String BUNDLE = "bundle.sigstore.json";
  private static final String FAILS = "_fail";
  private static final String IDENTITY =
      "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/"
          + "extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  private static final String ISSUER = "https://token.actions.githubusercontent.com";

  private final Path directory;

  private BundleCase(Path directory) {
    this.directory = directory;
  }

  /** All cases in {@code directory}, by name. */
  public static List<BundleCase> readAll(Path directory) {
    try (Stream<Path> cases = Files.list(directory)) {
      return cases
          .filter(path -> Files.isRegularFile(path.resolve(BUNDLE)))
          .sorted()
          .map(BundleCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case in {@code directory}; what it has in common with others lies beside it. */
  public static BundleCase read(Path directory) {
    return new BundleCase(directory.toAbsolutePath().normalize());
  }

  /** The folder's name. */
  public String name() {
    return directory.getFileName().toString();
  }

  /** Whether the bundle has to verify. */
  public boolean passes() {
    return !name().endsWith(FAILS);
  }

  /** The bundle. */
  public byte[] bundle() {
    return bytes(directory.resolve(BUNDLE));
  }

  /** What is signed. */
  public byte[] artifact() {
    return bytes(ownOrCommon("artifact", "a.txt"));
  }

  /** A Sigstore trusted root in JSON. */
  public byte[] trustedRoot() {
    return bytes(ownOrCommon("trusted_root.json", "trusted_root.public-good.json"));
  }

  /** The key in PEM that takes the place of an identity, or null. */
  public byte @Nullable [] key() {
    Path key = directory.resolve("key.pub");
    return Files.isRegularFile(key) ? bytes(key) : null;
  }

  /** Whom the certificate must be for. */
  public String identity() {
    return text("identity", IDENTITY);
  }

  /** Which identity provider must have said so. */
  public String issuer() {
    return text("issuer", ISSUER);
  }

  private String text(String file, String otherwise) {
    Path own = directory.resolve(file);
    return Files.isRegularFile(own)
        ? new String(bytes(own), StandardCharsets.UTF_8).strip()
        : otherwise;
  }

  private Path ownOrCommon(String own, String common) {
    Path file = directory.resolve(own);
    return Files.isRegularFile(file) ? file : directory.resolveSibling(common);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
