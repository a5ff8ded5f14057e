package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.containers.RegistriesD.InvalidRegistriesDException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node has besides its policy. */
public final class NodeSettings {
  private NodeSettings() {}

  /**
   * The {@code *.yaml} files of a registries.d folder together; without one, signatures are looked
   * for everywhere.
   *
   * @throws CommandException {@code REGISTRIES_D_INVALID}
   */
  public static RegistriesD registriesD(@Nullable Path directory) throws IOException {
    if (directory == null) {
      return new RegistriesD(true, Map.of());
    }
    var texts = new ArrayList<String>();
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> sorted = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
      for (Path file : sorted) {
        texts.add(Files.readString(file));
      }
      return RegistriesD.parse(texts);
    } catch (InvalidRegistriesDException e) {
      throw new CommandException(
          ExitCode.USAGE, "REGISTRIES_D_INVALID", directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Credentials for registries; none without a file.
   *
   * @throws CommandException {@code CREDENTIALS_INVALID}
   */
  public static CredentialsFile credentials(@Nullable Path file) throws IOException {
    if (file == null) {
      return CredentialsFile.NONE;
    }
    return switch (CredentialsFile.read(Bytes.copyOf(Files.readAllBytes(file)))) {
      case CredentialsFile.Loaded loaded -> loaded.credentials();
      case CredentialsFile.Refused refused ->
          throw new CommandException(ExitCode.USAGE, refused.code().name(), refused.message());
    };
  }
}
