package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.signaturefetcher.registry.HttpExchange.ConnectFailure;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What kept an exchange from ending well, told by its code. */
final class Trouble {
  /** A host whose addresses must not be connected to. */
  static final class RefusedAddress extends Exception {
    RefusedAddress(String host) {
      super(ForeignText.quote(host) + " has an address that is not public");
    }
  }

  private record Kind(ReasonCode code, String what) {}

  private Trouble() {}

  static Broken of(URI target, Throwable failure) {
    boolean unreachable = failure instanceof ConnectFailure;
    Throwable first = unreachable && failure.getCause() != null ? failure.getCause() : failure;
    Throwable cause = telling(first);
    Kind kind = kind(cause);
    String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String where = Endpoint.hostOf(target) + ":" + Endpoint.portOf(target);
    return new Broken(
        kind.code,
        where + ": " + kind.what + ": " + ForeignText.quote(detail),
        unreachable ? Outages.UNREACHABLE : null);
  }

  /** The first of the causes that has a code of its own, or the last of them. */
  private static Throwable telling(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && kind(cause).code == ReasonCode.REGISTRY_ERROR) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Kind kind(Throwable cause) {
    return switch (cause) {
      case RefusedAddress refused ->
          new Kind(ReasonCode.REGISTRY_TARGET_REFUSED, "address refused");
      case SSLException tls -> new Kind(ReasonCode.REGISTRY_TLS, "TLS failed");
      case TimeoutException timeout -> new Kind(ReasonCode.REGISTRY_TIMEOUT, "too slow");
      case IOException io -> new Kind(ReasonCode.REGISTRY_UNREACHABLE, "connection failed");
      case HttpClosedException closed ->
          new Kind(ReasonCode.REGISTRY_UNREACHABLE, "connection dropped");
      default -> new Kind(ReasonCode.REGISTRY_ERROR, "no usable HTTP answer");
    };
  }
}
