package io.sealbus.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends what no well-meaning HTTP client would, over a connection of its own each time: bodies
 * without end, drop by drop, or other than announced.
 */
public final class HostileSender {
  private static final int PIECE = 64 << 10;
  private static final int PATIENCE_MILLIS = 15_000;

  /**
   * What came of it.
   *
   * @param status 0 where the connection was closed without an answer
   * @param sent bytes of the body that the other side let through, at most
   * @param took until the answer, or until the connection was closed
   */
  public record Outcome(int status, long sent, Duration took) {}

  private final URI target;
  private final List<String> headers;

  private HostileSender(URI target, List<String> headers) {
    this.target = target;
    this.headers = List.copyOf(headers);
  }

  /** To an http URL. */
  public static HostileSender to(URI target) {
    return new HostileSender(target, List.of());
  }

  /** The same with one header more; the text is not looked at. */
  public HostileSender header(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new HostileSender(target, more);
  }

  /** Announces a body of {@code bytes} and sends none of it. */
  public Outcome announces(long bytes) throws IOException {
    return send(List.of("Content-Length: " + bytes), (out, sent) -> sent);
  }

  /** Sends {@code body} as it is. */
  public Outcome says(byte[] body) throws IOException {
    return send(
        List.of("Content-Length: " + body.length),
        (out, sent) -> {
          out.write(body);
          return sent + body.length;
        });
  }

  /** Pours out up to {@code bytes} without having said how many they will be. */
  public Outcome pours(long bytes) throws IOException {
    return send(
        List.of("Transfer-Encoding: chunked"),
        (out, sent) -> {
          byte[] piece = new byte[PIECE];
          out.write((Integer.toHexString(PIECE) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(piece);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          return sent + PIECE;
        },
        bytes,
        Duration.ZERO);
  }

  /** Announces {@code bytes} and sends one of them every {@code pause}. */
  public Outcome drips(int bytes, Duration pause) throws IOException {
    return send(
        List.of("Content-Length: " + bytes),
        (out, sent) -> {
          out.write(' ');
          return sent + 1;
        },
        bytes,
        pause);
  }

  private interface Piece {
    /** Sends some more; how many bytes there were in all then. */
    long send(OutputStream out, long sent) throws IOException;
  }

  private Outcome send(List<String> more, Piece piece) throws IOException {
    return send(more, piece, 1, Duration.ZERO);
  }

  private Outcome send(List<String> more, Piece piece, long upTo, Duration pause)
      throws IOException {
    long began = System.nanoTime();
    long sent = 0;
    try (var socket = new Socket(target.getHost(), target.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(head(more).getBytes(StandardCharsets.ISO_8859_1));
        boolean once = upTo <= 1;
        do {
          sent = piece.send(out, sent);
          sleep(pause);
        } while (!once && sent < upTo && socket.getInputStream().available() == 0);
      } catch (IOException e) {
        // It has heard enough; what it said before is still to be read.
        sent = Math.max(sent, 0);
      }
      int status = status(socket);
      return new Outcome(status, sent, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private String head(List<String> more) {
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    var lines = new ArrayList<String>();
    lines.add("POST " + target.getRawPath() + query + " HTTP/1.1");
    lines.add("Host: " + target.getAuthority());
    lines.addAll(headers);
    lines.addAll(more);
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static int status(Socket socket) {
    var line = new ByteArrayOutputStream();
    try {
      for (int b = socket.getInputStream().read();
          b >= 0 && b != '\n';
          b = socket.getInputStream().read()) {
        line.write(b);
      }
    } catch (IOException e) {
      return 0;
    }
    String[] words = line.toString(StandardCharsets.US_ASCII).split(" ", 3);
    return words.length < 2 ? 0 : Integer.parseInt(words[1]);
  }

  private static void sleep(Duration pause) {
    if (pause.isPositive()) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
