package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.Authenticity;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A code over the body's bytes as they came, under a secret that both sides know.
 *
 * @param algorithm for anything but {@link Algorithm#SHA256}, only where the sender has no other
 * @param headers that may carry the code; the first that is there counts, and no other is looked at
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104, HMAC</a>
 */
record HmacAuthentication(Algorithm algorithm, List<Carrier> headers, List<String> secrets)
    implements Authentication {
  /** Which hash is in the code. */
  enum Algorithm {
    SHA1("HmacSHA1", 40),
    SHA256("HmacSHA256", 64);

    private final String name;
    private final Pattern hex;

    Algorithm(String name, int digits) {
      this.name = name;
      this.hex = Pattern.compile("[0-9a-fA-F]{" + digits + "}");
    }
  }

  /**
   * A header that carries the code in hex.
   *
   * @param prefix stands before it
   */
  record Carrier(String header, String prefix) {}

  HmacAuthentication {
    headers = List.copyOf(headers);
    secrets = List.copyOf(secrets);
  }

  @Override
  public Authenticity grade() {
    return algorithm == Algorithm.SHA256 ? Authenticity.HMAC : Authenticity.HMAC_SHA1;
  }

  @Override
  public Admission byHead(Delivery head) {
    return presented(head) == null ? Admission.REFUSED : Admission.ADMITTED;
  }

  @Override
  public Admission byBody(Delivery delivery) {
    byte[] presented = presented(delivery);
    if (presented == null) {
      return Admission.REFUSED;
    }
    byte[] body = delivery.body().toArray();
    boolean found = false;
    for (String secret : secrets) {
      found |= MessageDigest.isEqual(code(secret, body), presented);
    }
    return found ? Admission.ADMITTED : Admission.REFUSED;
  }

  private byte @Nullable [] presented(Delivery head) {
    for (Carrier carrier : headers) {
      String value = head.header(carrier.header());
      if (value != null) {
        return value.startsWith(carrier.prefix())
            ? decode(value.substring(carrier.prefix().length()))
            : null;
      }
    }
    return null;
  }

  private byte @Nullable [] decode(String hex) {
    return algorithm.hex.matcher(hex).matches() ? HexFormat.of().parseHex(hex) : null;
  }

  private byte[] code(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(algorithm.name);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm.name));
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + algorithm.name, e);
    }
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "HmacAuthentication[" + algorithm + "]";
  }
}
