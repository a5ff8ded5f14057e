package io.sealbus.standalone.server;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;

/** What somebody who has just started a node wants to know. */
public record Summary(URI url, String bootstrapServers, Path data) {
  /** Of a running node. */
  public static Summary of(SingleNode node, Path data) {
    return new Summary(node.url(), node.bootstrapServers(), data);
  }

  /** Prints it; what to try next comes last. */
  public void print(PrintWriter out) {
    String server = url.equals(URI.create("http://127.0.0.1:8080")) ? "" : " --server " + url;
    out.println("Sealbus is ready.");
    out.println();
    out.println("  HTTP API           " + url);
    out.println("  Kafka              " + bootstrapServers);
    out.println("  Registry webhooks  " + url + "/v1/webhooks/KIND/SOURCE");
    out.println("  Data and log       " + data.toAbsolutePath().normalize());
    out.println();
    out.println("Next:  sealbus apply -f policy.yaml" + server);
    out.println("       sealbus watch" + server);
    out.println("Stop with Ctrl-C.");
    out.flush();
  }
}
