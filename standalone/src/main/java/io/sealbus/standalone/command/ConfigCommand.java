package io.sealbus.standalone.command;

import io.sealbus.standalone.catalogue.ConfigKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sealbus config}. */
@Command(
    name = "config",
    description = "Print every setting: key, default, environment variable, what it does.")
public final class ConfigCommand implements Callable<Integer> {
  @Mixin private Answer answer = new Answer();

  /** For picocli. */
  public ConfigCommand() {}

  @Override
  public Integer call() {
    answer.print(ConfigKeys.json(), ConfigKeys::table);
    return 0;
  }
}
