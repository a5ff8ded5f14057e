package io.sealbus.verifier;

import io.sealbus.verification.facts.Facts;
import io.sealbus.verification.facts.Reading;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.SecureRandom;

/**
 * Names the code of the law, so that no build believes what another one concluded: a conclusion is
 * only as good as the code that drew it, libraries and Java included.
 */
final class LawDigest {
  private static final int BYTES = 32;

  private LawDigest() {}

  /** Of this process; a name that nobody else has where the law is in no jar. */
  static byte[] compute() {
    try {
      CodeSource source = Facts.class.getProtectionDomain().getCodeSource();
      Path law = source == null ? null : Path.of(source.getLocation().toURI());
      return law != null && Files.isRegularFile(law)
          ? of(
              Files.readAllBytes(law),
              System.getProperty("java.class.path"),
              Runtime.version().toString())
          : unique();
    } catch (IOException | URISyntaxException | RuntimeException e) {
      // Started from something else than a file.
      return unique();
    }
  }

  /**
   * The name of what is made of these.
   *
   * @param law the jar
   * @param classPath of which the names count, which carry the libraries' versions
   * @param java its version
   */
  static byte[] of(byte[] law, String classPath, String java) {
    Reading reading = Reading.of("law").add(law).add(java);
    for (String element : classPath.split(File.pathSeparator)) {
      reading.add(new File(element).getName());
    }
    return reading.digest();
  }

  private static byte[] unique() {
    byte[] name = new byte[BYTES];
    new SecureRandom().nextBytes(name);
    return name;
  }
}
