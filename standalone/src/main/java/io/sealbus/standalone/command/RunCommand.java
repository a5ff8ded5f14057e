package io.sealbus.standalone.command;

import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.standalone.output.Progress;
import io.sealbus.standalone.server.HttpPort;
import io.sealbus.standalone.server.Residence;
import io.sealbus.standalone.server.Services;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealbus run}. */
@Command(
    name = "run",
    description =
        "Run services against a Kafka that is there already, set by bus.bootstrap.servers. Ends on"
            + " Ctrl-C.")
public final class RunCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "SERVICE",
      description = "policy-ingest, signature-fetcher, verifier, renderer; any number of them.")
  private List<String> names = new ArrayList<>();

  /** For picocli. */
  public RunCommand() {}

  @Override
  public Integer call() {
    List<ServiceDefinition> services = Services.named(names);
    Configuration configuration = config.settings().configuration();
    HttpPort http = HttpPort.of(configuration);
    http.requireFree();
    ServiceHost host = start(services, configuration);
    spec.commandLine()
        .getOut()
        .println("Ready: " + String.join(", ", names) + " on " + http.url(host));
    spec.commandLine().getOut().flush();
    return Residence.keep(host, new CompletableFuture<Throwable>());
  }

  private static ServiceHost start(List<ServiceDefinition> services, Configuration configuration) {
    Progress progress = Progress.onStandardError();
    try {
      return ServiceHost.start(services, configuration, InstantSource.system(), progress::step);
    } finally {
      progress.done();
    }
  }
}
