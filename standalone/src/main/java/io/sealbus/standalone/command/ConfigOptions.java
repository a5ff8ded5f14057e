package io.sealbus.standalone.command;

import io.sealbus.standalone.server.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where settings come from. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in a properties file; 'sealbus config' prints all there are.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; wins over file and environment. May be repeated.")
  private List<String> assignments = new ArrayList<>();

  Settings settings() {
    return Settings.gather(file, System.getenv(), assignments);
  }
}
