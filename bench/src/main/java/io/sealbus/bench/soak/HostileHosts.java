package io.sealbus.bench.soak;

import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.testkit.Fault;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Registries that do one wrong thing each, at the tag {@code 1.0} of their only repository. */
final class HostileHosts {
  private static final String PATH = "/v2/team/app/manifests/1.0";
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestRegistry registry;
  private final List<RepositoryName> repositories = new ArrayList<>();

  HostileHosts(TestRegistry registry) {
    this.registry = registry;
    add("silent", fault -> fault.delay(LONG));
    add("trickling", fault -> fault.drip(1, Duration.ofSeconds(1)));
    add("endless", Fault::endless);
    add("packed", fault -> fault.gzip(64 << 10));
    add("dropping", Fault::drop);
    add("false", Fault::corrupt);
    add("busy", fault -> fault.answer(429, "").header("Retry-After", "1"));
    add("broken", fault -> fault.answer(503, ""));
    add("leading", fault -> fault.redirectTo("http://169.254.169.254/latest"));
    add(
        "greedy",
        fault ->
            fault.answer(401, "").header("WWW-Authenticate", "Bearer realm=\"http://10.0.0.1/\""));
  }

  private void add(String name, UnaryOperator<Fault> wrong) {
    String host = name + ".example.com";
    TestImage.of(name).pushTo(registry.host(host).repository("team/app"), "1.0");
    registry.inject(wrong.apply(Fault.at(host, PATH)));
    repositories.add(new RepositoryName(host, "team/app"));
  }

  List<RepositoryName> repositories() {
    return List.copyOf(repositories);
  }
}
