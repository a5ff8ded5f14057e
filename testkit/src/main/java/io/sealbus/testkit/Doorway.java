package io.sealbus.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands before an HTTP server and turns TLS away at once. Clients try HTTPS first where they do
 * not know better, and the JDK's server would read on for the end of a line in the handshake until
 * the client gives up, after ten seconds with containers/image.
 */
final class Doorway implements Closeable {
  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket door;
  private final int inside;

  /** Opens {@code port} of 127.0.0.1, 0 for any, before the server at {@code inside}. */
  Doorway(int port, int inside) throws IOException {
    this.door = new ServerSocket(port, 256, loopback());
    this.inside = inside;
    Thread.ofVirtual().name("registry-doorway").start(this::welcome);
  }

  int port() {
    return door.getLocalPort();
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Closed, or a client that left before it came in.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      int first = client.getInputStream().read();
      if (first >= 0 && first != TLS_HANDSHAKE) {
        connect(client, first);
      }
    } catch (IOException e) {
      // One of the two hung up, which tests do on purpose.
    }
  }

  private void connect(Socket client, int first) throws IOException {
    try (var server = new Socket(loopback(), inside)) {
      server.setTcpNoDelay(true);
      server.getOutputStream().write(first);
      Thread.ofVirtual().start(() -> forward(client, server));
      server.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void forward(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException e) {
      // As above.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
