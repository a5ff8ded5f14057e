package io.sealbus.standalone.server;

import io.sealbus.policyingest.PolicyIngestService;
import io.sealbus.renderer.RendererService;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.service.ServiceDefinition;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.signaturefetcher.SignatureFetcherService;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verifier.VerifierService;
import java.util.ArrayList;
import java.util.List;

/** Every service there is, in the order of the flow. */
public final class Services {
  private static final List<ServiceDefinition> ALL =
      List.of(
          PolicyIngestService.DEFINITION,
          SignatureFetcherService.DEFINITION,
          VerifierService.DEFINITION,
          RendererService.DEFINITION);

  private Services() {}

  /** All of them. */
  public static List<ServiceDefinition> all() {
    return ALL;
  }

  /** Their names. */
  public static List<String> names() {
    return ALL.stream().map(ServiceDefinition::name).toList();
  }

  /**
   * Those with the given names, in the order of the flow.
   *
   * @throws CommandException {@code UNKNOWN_SERVICE}
   */
  public static List<ServiceDefinition> named(List<String> names) {
    for (String name : names) {
      if (!names().contains(name)) {
        throw new CommandException(
            ExitCode.USAGE,
            "UNKNOWN_SERVICE",
            name + " is no service (there are: " + String.join(", ", names()) + ")");
      }
    }
    return ALL.stream().filter(s -> names.contains(s.name())).toList();
  }

  /** Every setting that any command knows. */
  public static List<ConfigKey<?>> keys() {
    var keys = new ArrayList<ConfigKey<?>>(ServiceHost.keys(ALL));
    keys.addAll(BrokerSettings.KEYS);
    return List.copyOf(keys);
  }
}
