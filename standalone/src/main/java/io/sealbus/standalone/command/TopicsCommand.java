package io.sealbus.standalone.command;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.standalone.catalogue.Topics;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sealbus topics}. */
@Command(name = "topics", description = "Print every topic: name, key, cleanup, partitions, bound.")
public final class TopicsCommand implements Callable<Integer> {
  @Mixin private ConfigOptions config = new ConfigOptions();
  @Mixin private Answer answer = new Answer();

  /** For picocli. */
  public TopicsCommand() {}

  @Override
  public Integer call() {
    var topics = new Topics(BusConfig.from(config.settings().configuration()));
    answer.print(topics.json(), topics::table);
    return 0;
  }
}
