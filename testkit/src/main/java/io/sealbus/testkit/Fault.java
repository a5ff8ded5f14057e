package io.sealbus.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TestRegistry} does wrong at one path of one host, whatever the query. Immutable:
 * each method returns a new fault.
 *
 * <pre>
 *   Fault.at("registry.example.com", "/v2/app/web/manifests/1.0").answer(503, "busy").times(2)
 *   Fault.at("registry.example.com", "/v2/app/web/manifests/1.0").delay(Duration.ofSeconds(2))
 * </pre>
 */
public final class Fault {
  private final String host;
  private final String path;
  private final @Nullable String method;
  private final int after;
  private final int times;
  private final Duration delay;
  private final Effect effect;

  /** What happens to the answer. */
  sealed interface Effect {
    /** Nothing: it may still be late. */
    record Unchanged() implements Effect {}

    /** Another answer instead. */
    record Answered(Answer answer) implements Effect {}

    /** The true answer, but not before it is let go. */
    record Held(CountDownLatch release) implements Effect {}

    /** None: the connection is closed without a byte. */
    record Dropped() implements Effect {}

    /** The true status and length, but only so many bytes before the connection is closed. */
    record Truncated(int bytes) implements Effect {}

    /** The true answer with a pause after each so many bytes of its body. */
    record Dripping(int bytes, Duration pause) implements Effect {}

    /** The true answer with the first byte of its body changed. */
    record Corrupted() implements Effect {}

    /** The true answer with one header replaced. */
    record Relabelled(String header, String value) implements Effect {}

    /** The true answer without one header. */
    record Unlabelled(String header) implements Effect {}

    /** The true answer with a second header of one name. */
    record Repeated(String header, String value) implements Effect {}

    /** The true answer, compressed. */
    record Compressed(int zeros) implements Effect {}

    /** The true status and headers, and a body that goes on until the client has had enough. */
    record Endless() implements Effect {}

    /** The true answer, and always another page. */
    record Continued() implements Effect {}
  }

  private Fault(
      String host,
      String path,
      @Nullable String method,
      int after,
      int times,
      Duration delay,
      Effect effect) {
    this.host = host;
    this.path = path;
    this.method = method;
    this.after = after;
    this.times = times;
    this.delay = delay;
    this.effect = effect;
  }

  /** At this decoded path, beginning with a slash, of this logical host; for now without effect. */
  public static Fault at(String host, String path) {
    return new Fault(host, path, null, 0, Integer.MAX_VALUE, Duration.ZERO, new Effect.Unchanged());
  }

  /**
   * From the members {@code host}, {@code path}, {@code status}, {@code contentType}, {@code
   * headers}, {@code body} and {@code close} of a case's {@code faults} entry.
   *
   * @throws IllegalArgumentException for another member or a value of the wrong type
   */
  public static Fault of(Map<String, ?> members) {
    Fault fault = at(text(members, "host", ""), text(members, "path", ""));
    int status = members.get("status") instanceof Integer number ? number : 200;
    Fault answering = fault.answer(status, text(members, "body", ""));
    boolean close = false;
    for (Map.Entry<String, ?> member : members.entrySet()) {
      switch (member.getKey()) {
        case "host", "path", "body", "status" -> {}
        case "contentType" ->
            answering = answering.header("Content-Type", text(members, "contentType", ""));
        case "headers" -> answering = answering.headers(member.getValue());
        case "close" -> close = Boolean.TRUE.equals(member.getValue());
        default -> throw new IllegalArgumentException("unknown member " + member.getKey());
      }
    }
    return close ? fault.drop() : answering;
  }

  private static String text(Map<String, ?> members, String name, String absent) {
    Object value = members.get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + ": " + value + " (expected: a string)");
  }

  private Fault headers(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("headers: " + value + " (expected: a mapping)");
    }
    Fault fault = this;
    for (Map.Entry<?, ?> header : map.entrySet()) {
      fault = fault.header(String.valueOf(header.getKey()), String.valueOf(header.getValue()));
    }
    return fault;
  }

  /** Requests of this method only. */
  public Fault onMethod(String newMethod) {
    return new Fault(host, path, newMethod, after, times, delay, effect);
  }

  /** Not the first so many requests: those get the true answer. */
  public Fault after(int requests) {
    return new Fault(host, path, method, requests, times, delay, effect);
  }

  /** The first so many requests only; those after them get the true answer. */
  public Fault times(int newTimes) {
    return new Fault(host, path, method, after, newTimes, delay, effect);
  }

  /** This much later. */
  public Fault delay(Duration newDelay) {
    return new Fault(host, path, method, after, times, newDelay, effect);
  }

  /** Not before {@code release} has come down to zero, or the registry is closed. */
  public Fault holdUntil(CountDownLatch release) {
    return with(new Effect.Held(release));
  }

  /** This answer instead, without a {@code Content-Type}. */
  public Fault answer(int status, String body) {
    return with(new Effect.Answered(Answer.status(status).body(body)));
  }

  /** This answer instead, without a {@code Content-Type}. */
  public Fault answer(int status, byte[] body) {
    return with(new Effect.Answered(Answer.status(status).body(body.clone())));
  }

  /** Status 307 to another address. */
  public Fault redirectTo(String location) {
    return answer(307, "").header("Location", location);
  }

  /** A header of the answer given before; of the true answer, if none was given. */
  public Fault header(String name, String value) {
    return with(
        effect instanceof Effect.Answered(Answer answer)
            ? new Effect.Answered(answer.header(name, value))
            : new Effect.Relabelled(name, value));
  }

  /** {@link #header} for {@code Content-Type}. */
  public Fault contentType(String mediaType) {
    return header("Content-Type", mediaType);
  }

  /** Closes the connection instead of answering. */
  public Fault drop() {
    return with(new Effect.Dropped());
  }

  /** Breaks the true answer off after so many bytes of its body. */
  public Fault truncateAfter(int bytes) {
    return with(new Effect.Truncated(bytes));
  }

  /** Pauses after each so many bytes of the true answer's body. */
  public Fault drip(int bytes, Duration pause) {
    return with(new Effect.Dripping(bytes, pause));
  }

  /** Changes a byte of the true answer's body, but none of its headers. */
  public Fault corrupt() {
    return with(new Effect.Corrupted());
  }

  /** Leaves a header of the true answer away. */
  public Fault without(String name) {
    return with(new Effect.Unlabelled(name));
  }

  /** Sends a header of the true answer, and another of the same name with this value. */
  public Fault repeat(String name, String value) {
    return with(new Effect.Repeated(name, value));
  }

  /** Compresses the true answer, with so many zero bytes after it, as {@code Content-Encoding}. */
  public Fault gzip(int zeros) {
    return with(new Effect.Compressed(zeros));
  }

  /** Goes on sending after the true answer's head until the client hangs up. */
  public Fault endless() {
    return with(new Effect.Endless());
  }

  /** Names a next page in each answer, never the same one. */
  public Fault endlessPages() {
    return with(new Effect.Continued());
  }

  private Fault with(Effect newEffect) {
    return new Fault(host, path, method, after, times, delay, newEffect);
  }

  boolean concerns(RegistryRequest request) {
    return host.equals(request.host().name())
        && path.equals(request.path())
        && (method == null || method.equals(request.method()));
  }

  int after() {
    return after;
  }

  int times() {
    return times;
  }

  Duration delay() {
    return delay;
  }

  Effect effect() {
    return effect;
  }

  @Override
  public String toString() {
    var parts = new LinkedHashMap<String, Object>();
    parts.put("host", host);
    parts.put("path", path);
    parts.put("after", after);
    parts.put("times", times);
    parts.put("delay", delay);
    parts.put("effect", effect);
    return "Fault" + parts;
  }
}
