package io.sealbus.renderer.verdict;

import io.vertx.core.json.JsonObject;

/**
 * The text of a stream of server-sent events. Data is JSON on one line, so that no line break in it
 * can end an event.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">HTML,
 *     interpreting an event stream</a>
 */
final class ServerSentEvents {
  private ServerSentEvents() {}

  /** Type and data of an event. */
  static String event(String type, JsonObject data) {
    return "event: " + type + "\ndata: " + data.encode() + "\n";
  }

  /** The id from which a client resumes, and the end of the event. */
  static String end(OffsetVector next) {
    return "id: " + next + "\n\n";
  }

  /**
   * Nothing but a sign of life. A block without data is no event, yet its id counts as the last one
   * seen.
   */
  static String heartbeat(OffsetVector next) {
    return ": still here\nid: " + next + "\n\n";
  }
}
