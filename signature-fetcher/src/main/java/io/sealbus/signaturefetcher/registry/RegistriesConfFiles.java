package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of {@code registries.conf}: itself and those in the folder {@code registries.conf.d}.
 */
public final class RegistriesConfFiles {
  private static final int MAX_FILES = 1024;

  private RegistriesConfFiles() {}

  /**
   * Reads {@code main}, and the {@code *.conf} files in the folder beside it with the same name and
   * {@code .d}, in the order of their names.
   */
  public static RegistriesConfParser.Reading read(Path main) {
    try {
      var files = new ArrayList<Bytes>();
      files.add(bytes(main));
      for (Path dropIn : dropIns(main.resolveSibling(main.getFileName() + ".d"))) {
        files.add(bytes(dropIn));
      }
      return RegistriesConfParser.read(files);
    } catch (IOException e) {
      return new RegistriesConfParser.Refused(
          ReasonCode.REGISTRIES_CONF_INVALID,
          "cannot read " + ForeignText.quote(String.valueOf(e.getMessage())));
    }
  }

  private static List<Path> dropIns(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> sorted =
          files
              .filter(file -> file.toString().endsWith(".conf") && Files.isRegularFile(file))
              .sorted()
              .limit(MAX_FILES + 1)
              .toList();
      if (sorted.size() > MAX_FILES) {
        throw new IOException("more than " + MAX_FILES + " files in " + directory);
      }
      return sorted;
    }
  }

  private static Bytes bytes(Path file) throws IOException {
    if (Files.size(file) > RegistriesConfParser.MAX_BYTES) {
      throw new IOException(file + ": more than " + RegistriesConfParser.MAX_BYTES + " bytes");
    }
    return Bytes.copyOf(Files.readAllBytes(file));
  }
}
