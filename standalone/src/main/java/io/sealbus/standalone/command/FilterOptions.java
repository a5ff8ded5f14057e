package io.sealbus.standalone.command;

import io.sealbus.standalone.client.Reads;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which verdicts. */
final class FilterOptions {
  @Option(
      names = "--decision",
      paramLabel = "DECISION",
      description = "Only ALLOWED, WARNED, DENIED or UNDECIDED ones.")
  private @Nullable String decision;

  @Option(names = "--reason", paramLabel = "CODE", description = "Only with this reason.")
  private @Nullable String reason;

  @Option(names = "--registry", paramLabel = "HOST", description = "Only of this registry.")
  private @Nullable String registry;

  List<String> filters() {
    var filters = new ArrayList<String>();
    add(filters, "decision", decision);
    add(filters, "reason", reason);
    add(filters, "registry", registry);
    return filters;
  }

  private static void add(List<String> filters, String name, @Nullable String value) {
    if (value != null) {
      filters.add(Reads.filter(name, value));
    }
  }
}
