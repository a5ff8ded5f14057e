package io.sealbus.verification.containers;

import io.sealbus.verification.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A payload in the very bytes that cosign writes, with nothing optional, nothing escaped and
 * nothing but ASCII. Of such bytes there is one reading, so they need no JSON parser, which would
 * take longer than all else that is done with a signature that was checked before. Any other bytes
 * are left to {@link SimpleSigningPayload#parse}.
 */
public final class PlainPayload {
  private static final byte[] START = ascii("{\"critical\":{\"identity\":{\"docker-reference\":\"");
  private static final byte[] MIDDLE = ascii("\"},\"image\":{\"docker-manifest-digest\":\"");
  private static final byte[] END =
      ascii("\"},\"type\":\"cosign container image signature\"},\"optional\":null}");

  private PlainPayload() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The image's digest, or null where the payload is not in this form. */
  public static @Nullable Digest digest(byte[] payload) {
    SimpleSigningPayload read = read(payload);
    return read == null ? null : read.manifestDigest();
  }

  /** What the payload says, or null where it is not in this form. */
  static @Nullable SimpleSigningPayload read(byte[] payload) {
    int identity = after(START, payload, 0);
    int identityEnd = identity < 0 ? -1 : plainUntilQuote(payload, identity);
    int digest = identityEnd < 0 ? -1 : after(MIDDLE, payload, identityEnd);
    int digestEnd = digest < 0 ? -1 : plainUntilQuote(payload, digest);
    if (digestEnd < 0 || after(END, payload, digestEnd) != payload.length) {
      return null;
    }
    return Digest.parse(text(payload, digest, digestEnd))
        .map(of -> new SimpleSigningPayload(of, text(payload, identity, identityEnd)))
        .orElse(null);
  }

  /** Where what follows {@code part} begins, or -1 where something else stands at {@code from}. */
  private static int after(byte[] part, byte[] payload, int from) {
    int to = from + part.length;
    return to <= payload.length && Arrays.equals(part, 0, part.length, payload, from, to) ? to : -1;
  }

  /** Where the string that begins at {@code from} ends, or -1 where it holds anything special. */
  private static int plainUntilQuote(byte[] payload, int from) {
    for (int i = from; i < payload.length; i++) {
      byte b = payload[i];
      if (b == '"') {
        return i;
      }
      if (b < ' ' || b == '\\' || b == 0x7f) {
        return -1;
      }
    }
    return -1;
  }

  private static String text(byte[] payload, int from, int to) {
    return new String(payload, from, to - from, StandardCharsets.US_ASCII);
  }
}
