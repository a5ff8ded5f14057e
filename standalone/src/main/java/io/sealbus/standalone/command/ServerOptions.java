package io.sealbus.standalone.command;

import io.sealbus.standalone.client.Server;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command asks. */
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:SEALBUS_SERVER:-http://127.0.0.1:8080}",
      description = "Server to ask. Default: $$SEALBUS_SERVER, else http://127.0.0.1:8080.")
  private URI server = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "Bearer token, one of the server's ingest.tokens. Better by $$SEALBUS_TOKEN: arguments are"
              + " seen by every user of the machine.")
  private @Nullable String token;

  Server server() {
    return new Server(server, token == null ? System.getenv("SEALBUS_TOKEN") : token);
  }
}
