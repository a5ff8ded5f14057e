package io.sealbus.standalone.server;

import io.sealbus.runtime.config.Configuration;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The address that a process is about to answer on. */
public record HttpPort(String host, int port) {
  /** As configured. */
  public static HttpPort of(Configuration configuration) {
    return new HttpPort(
        text(configuration, "http.host"), Integer.parseInt(text(configuration, "http.port")));
  }

  private static String text(Configuration configuration, String name) {
    return ServiceHost.keys(List.of()).stream()
        .filter(k -> k.name().equals(name))
        .map(k -> String.valueOf(configuration.get(k)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Asks before the services start, so that the answer comes at once and names the setting.
   *
   * @throws CommandException {@code PORT_IN_USE}
   */
  public void requireFree() {
    if (!free()) {
      throw new CommandException(
          ExitCode.CANNOT_START,
          "PORT_IN_USE",
          "%s port %d cannot be listened on, most likely because another process does; set http.port, such as --set http.port=0 for any free one"
              .formatted(host, port));
    }
  }

  /** Whether the port can be listened on now. */
  public boolean free() {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where clients on this machine find the process, with the port that it took. */
  public URI url(ServiceHost host) {
    return url(host.scheme(), host.port());
  }

  private URI url(String scheme, int taken) {
    String reachable = Map.of("0.0.0.0", "127.0.0.1", "::", "[::1]").getOrDefault(host, host);
    String bracketed =
        reachable.contains(":") && !reachable.startsWith("[") ? "[" + reachable + "]" : reachable;
    return URI.create(scheme + "://" + bracketed + ":" + taken);
  }
}
