package io.sealbus.verification.timestamp;

import static io.sealbus.verification.ReasonCode.TIMESTAMP_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.Der;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * A TimeStampResp that parses and was granted. Nothing about it is proven. Parsed once, tried with
 * as many authorities as there are.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2">RFC 3161, section 2.4.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5652#section-5.1">RFC 5652, section 5.1</a>
 */
public final class UntrustedTimestamp {
  /** Largest response that is read. */
  public static final int MAX_BYTES = 256 << 10;

  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final int MAX_CERTIFICATES = 16;
  private static final int MAX_SIGNERS = 8;

  private final byte[] content;
  private final TstInfo info;
  private final List<Certificate> certificates;
  private final List<SignerInfo> signers;

  private UntrustedTimestamp(byte[] response, SignatureProvider provider)
      throws MalformedException {
    if (response.length > MAX_BYTES) {
      throw new MalformedException("larger than " + MAX_BYTES + " bytes");
    }
    Der outer = Der.of(response);
    Der fields = outer.read(Der.SEQUENCE);
    outer.requireEmpty();
    if (fields.read(Der.SEQUENCE).readInteger().signum() != 0) {
      throw new MalformedException("the timestamp was not granted");
    }
    Der token = fields.read(Der.SEQUENCE);
    fields.requireEmpty();
    if (!token.readOid().equals(SIGNED_DATA)) {
      throw new MalformedException("the token is not signed data");
    }
    Der explicit = token.read(Der.constructedContext(0));
    token.requireEmpty();
    Der signedData = explicit.read(Der.SEQUENCE);
    explicit.requireEmpty();
    signedData.readInteger();
    signedData.read(Der.SET);
    this.content = content(signedData.read(Der.SEQUENCE));
    this.info = TstInfo.parse(content);
    this.certificates = certificates(signedData, provider);
    signedData.readOptional(Der.constructedContext(1));
    this.signers = signers(signedData.read(Der.SET));
    signedData.requireEmpty();
  }

  /** Parses DER with nothing after it. Refused with {@code TIMESTAMP_INVALID}. */
  public static Proof<UntrustedTimestamp> parse(byte[] response, SignatureProvider provider) {
    return Proof.of(() -> {
      try {
        return new UntrustedTimestamp(response, provider);
      } catch (MalformedException e) {
        throw new Refusal(TIMESTAMP_INVALID, "timestamp: " + e.getMessage());
      }
    });
  }

  private static byte[] content(Der encapsulated) throws MalformedException {
    if (!encapsulated.readOid().equals(TstInfo.CONTENT_TYPE)) {
      throw new MalformedException("the token's content is not a timestamp");
    }
    Der explicit = encapsulated.read(Der.constructedContext(0));
    encapsulated.requireEmpty();
    byte[] content = explicit.read(Der.OCTET_STRING).remaining();
    explicit.requireEmpty();
    return content;
  }

  private static List<Certificate> certificates(Der signedData, SignatureProvider provider)
      throws MalformedException {
    var certificates = new ArrayList<Certificate>();
    Der set = signedData.readOptional(Der.constructedContext(0));
    while (set != null && !set.isEmpty()) {
      if (certificates.size() == MAX_CERTIFICATES) {
        throw new MalformedException("more than " + MAX_CERTIFICATES + " certificates");
      }
      certificates.add(Certificate.fromDer(set.readElement(Der.SEQUENCE), provider));
    }
    return certificates;
  }

  private static List<SignerInfo> signers(Der set) throws MalformedException {
    var signers = new ArrayList<SignerInfo>();
    do {
      if (signers.size() == MAX_SIGNERS) {
        throw new MalformedException("more than " + MAX_SIGNERS + " signers");
      }
      signers.add(SignerInfo.parse(set.read(Der.SEQUENCE)));
    } while (!set.isEmpty());
    return signers;
  }

  /** The TSTInfo in DER, which is what the signed attributes are about. */
  byte[] content() {
    return content;
  }

  TstInfo info() {
    return info;
  }

  /** Certificates that the token brought along. */
  List<Certificate> certificates() {
    return certificates;
  }

  /** Who signed it, one at least. */
  List<SignerInfo> signers() {
    return signers;
  }
}
