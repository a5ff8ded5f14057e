package io.sealbus.verifier;

import io.sealbus.verification.facts.Facts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Names the code of the law, so that no build believes what another one concluded: a conclusion is
 * only as good as the code that drew it.
 */
final class LawDigest {
  private static final int BYTES = 32;

  private LawDigest() {}

  /** SHA-256 of the jar that the law is in; a name that nobody else has where it is in none. */
  static byte[] compute() {
    try {
      CodeSource source = Facts.class.getProtectionDomain().getCodeSource();
      Path jar = source == null ? null : Path.of(source.getLocation().toURI());
      if (jar != null && Files.isRegularFile(jar)) {
        return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      // Started from something else than a file.
      return unique();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    return unique();
  }

  private static byte[] unique() {
    byte[] name = new byte[BYTES];
    new SecureRandom().nextBytes(name);
    return name;
  }
}
