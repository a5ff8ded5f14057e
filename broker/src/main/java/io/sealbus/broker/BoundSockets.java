package io.sealbus.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The broker's and the controller's listening sockets, bound before Kafka is configured. So an
 * ephemeral port is known when the configuration is written and cannot be lost in between, and a
 * port in use is an answer of our own. The controller always listens on loopback only.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {
  private final String host;
  private final Map<String, ServerSocketChannel> byListener;

  private BoundSockets(String host, ServerSocketChannel broker, ServerSocketChannel controller) {
    this.host = host;
    this.byListener =
        Map.of(
            ServerSettings.BROKER_LISTENER, broker,
            ServerSettings.CONTROLLER_LISTENER, controller);
  }

  /**
   * Binds both.
   *
   * @param port 0 for any free port
   * @throws BrokerException {@code ADDRESS_UNAVAILABLE}
   */
  static BoundSockets bind(String host, int port) {
    var broker = bind(new InetSocketAddress(host, port), host);
    try {
      var loopback = InetAddress.getLoopbackAddress();
      return new BoundSockets(host, broker, bind(new InetSocketAddress(loopback, 0), "loopback"));
    } catch (RuntimeException e) {
      close(broker);
      throw e;
    }
  }

  private static ServerSocketChannel bind(InetSocketAddress address, String host) {
    if (address.isUnresolved()) {
      throw unavailable(host, address.getPort(), null);
    }
    try {
      var channel = ServerSocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return channel.bind(address);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unavailable(host, address.getPort(), e);
    }
  }

  private static BrokerException unavailable(String host, int port, @Nullable IOException cause) {
    return new BrokerException(
        BrokerException.Code.ADDRESS_UNAVAILABLE,
        "cannot listen on %s port %d: %s"
            .formatted(host, port, cause == null ? "unknown host" : cause.getMessage()),
        cause);
  }

  /** {@code host:port} as clients reach the broker. */
  String brokerAddress() {
    return bracketed(host) + ":" + port(ServerSettings.BROKER_LISTENER);
  }

  String controllerAddress() {
    return bracketed(InetAddress.getLoopbackAddress().getHostAddress())
        + ":"
        + port(ServerSettings.CONTROLLER_LISTENER);
  }

  InetSocketAddress controllerSocketAddress() {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), port(ServerSettings.CONTROLLER_LISTENER));
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private int port(String listener) {
    return channel(listener).socket().getLocalPort();
  }

  private ServerSocketChannel channel(String listener) {
    var channel = byListener.get(listener);
    if (channel == null) {
      throw new IllegalStateException("no listener " + listener);
    }
    return channel;
  }

  /** Hands the bound socket over; Kafka closes it when it stops. */
  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBufferBytes)
      throws IOException {
    var channel = channel(listener);
    channel.configureBlocking(false);
    return channel;
  }

  /** Closes what Kafka did not. */
  @Override
  public void close() {
    byListener.values().forEach(BoundSockets::close);
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // A listening socket that cannot be closed is already gone.
    }
  }
}
