package io.sealbus.runtime.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current shared secrets of a sender. Several may be current at one time, so that they can be
 * changed by overlap.
 */
public final class Secrets {
  private static final String BEARER = "Bearer ";

  private final List<byte[]> current;

  /** With the secrets that are current; none means that nobody is let in. */
  public Secrets(List<String> current) {
    this.current = current.stream().map(Secrets::bytes).toList();
  }

  /** Whether there is any secret. */
  public boolean configured() {
    return !current.isEmpty();
  }

  /** Whether an {@code Authorization} header carries one of the secrets as a bearer token. */
  public boolean admitsBearer(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && admits(authorization.substring(BEARER.length()).strip());
  }

  /** Whether {@code presented} is one of the secrets. Takes the same time whichever it is. */
  public boolean admits(String presented) {
    byte[] candidate = bytes(presented);
    boolean found = false;
    for (byte[] secret : current) {
      found |= MessageDigest.isEqual(secret, candidate);
    }
    return found;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return current.size() + " secrets";
  }
}
