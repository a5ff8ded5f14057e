package io.sealbus.verification.timestamp;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.Der;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.VerificationKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who signed a token and how.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5652#section-5.3">RFC 5652, section 5.3</a>
 */
final class SignerInfo {
  private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
  private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  private static final String SIGNING_TIME = "1.2.840.113549.1.9.5";
  private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

  /** Of issuer and serial number, or else a key identifier, one is there. */
  private final byte @Nullable [] issuer;

  private final @Nullable BigInteger serialNumber;
  private final byte @Nullable [] keyIdentifier;
  private final HashAlgorithm digestAlgorithm;

  /** The values of each attribute; of one that is there twice the first counts. */
  private final Map<String, byte[]> attributes = new HashMap<>();

  private final byte[] signedAttributes;
  private final String signatureAlgorithm;
  private final byte[] signature;

  private SignerInfo(Der info) throws MalformedException {
    info.readInteger();
    if (info.peekTag() == Der.SEQUENCE) {
      Der identifier = info.read(Der.SEQUENCE);
      this.issuer = identifier.readElement(Der.SEQUENCE);
      this.serialNumber = identifier.readInteger();
      this.keyIdentifier = null;
      identifier.requireEmpty();
    } else {
      this.issuer = null;
      this.serialNumber = null;
      this.keyIdentifier = info.read(Der.context(0)).remaining();
    }
    this.digestAlgorithm = digest(TstInfo.algorithm(info.read(Der.SEQUENCE)));
    this.signedAttributes = readAttributes(info.readElement(Der.constructedContext(0)));
    this.signatureAlgorithm = TstInfo.algorithm(info.read(Der.SEQUENCE));
    this.signature = info.read(Der.OCTET_STRING).remaining();
    info.readOptional(Der.constructedContext(1));
    info.requireEmpty();
  }

  /** From the content of a SignerInfo. Without signed attributes there is no timestamp. */
  static SignerInfo parse(Der info) throws MalformedException {
    return new SignerInfo(info);
  }

  private static HashAlgorithm digest(String oid) throws MalformedException {
    return HashAlgorithm.byOid(oid)
        .orElseThrow(() -> new MalformedException("unsupported digest algorithm " + oid));
  }

  /**
   * Section 5.4: what is signed has the tag of a SET instead, and is in DER, where the elements of
   * a SET are in order, even if they came in another.
   */
  private byte[] readAttributes(byte[] implicit) throws MalformedException {
    implicit[0] = (byte) Der.SET;
    Der set = Der.of(implicit).read(Der.SET);
    int at = implicit.length - set.remaining().length;
    var elements = new ArrayList<byte[]>();
    while (!set.isEmpty()) {
      byte[] element = set.readElement(Der.SEQUENCE);
      elements.add(element);
      Der attribute = Der.of(element).read(Der.SEQUENCE);
      attributes.putIfAbsent(attribute.readOid(), attribute.read(Der.SET).remaining());
      attribute.requireEmpty();
    }
    elements.sort(Arrays::compareUnsigned);
    for (byte[] element : elements) {
      System.arraycopy(element, 0, implicit, at, element.length);
      at += element.length;
    }
    return implicit;
  }

  private Der attribute(String oid) throws MalformedException {
    byte[] values = attributes.get(oid);
    if (values == null) {
      throw new MalformedException("signed attribute " + oid + " is missing");
    }
    return Der.of(values);
  }

  /** Whether {@code certificate} is the one that the signer names. */
  boolean isNamed(Certificate certificate) {
    if (keyIdentifier == null) {
      return Arrays.equals(issuer, certificate.issuer())
          && certificate.serialNumber().equals(serialNumber);
    }
    byte[] extension = certificate.extension(SUBJECT_KEY_IDENTIFIER);
    try {
      return extension != null
          && Arrays.equals(Der.of(extension).read(Der.OCTET_STRING).remaining(), keyIdentifier);
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Refuses attributes that are not about {@code content}, the DER of a TSTInfo. */
  void requireAbout(byte[] content) throws MalformedException {
    if (!attribute(CONTENT_TYPE).readOid().equals(TstInfo.CONTENT_TYPE)) {
      throw new MalformedException("the signed content type is not that of a timestamp");
    }
    byte[] digest = attribute(MESSAGE_DIGEST).read(Der.OCTET_STRING).remaining();
    if (!Arrays.equals(digest, digestAlgorithm.digest(content))) {
      throw new MalformedException("the signed digest is of another content");
    }
  }

  /** When the signer says that it signed, or null. */
  @Nullable Instant signingTime() throws MalformedException {
    return attributes.containsKey(SIGNING_TIME) ? attribute(SIGNING_TIME).readTime() : null;
  }

  /** Whether {@code key} signed the attributes, by an algorithm of its kind. */
  boolean isSignedBy(VerificationKey key) {
    return switch (signatureAlgorithm) {
      case "1.2.840.10045.4.3.2" -> key.isEcdsa() && verify(key, HashAlgorithm.SHA256);
      case "1.2.840.10045.4.3.3" -> key.isEcdsa() && verify(key, HashAlgorithm.SHA384);
      case "1.2.840.10045.4.3.4" -> key.isEcdsa() && verify(key, HashAlgorithm.SHA512);
      case "1.2.840.113549.1.1.1",
          "1.2.840.113549.1.1.11",
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13" ->
          key.isRsa() && verify(key, digestAlgorithm);
      case "1.3.101.112" -> key.isEd25519() && verify(key, HashAlgorithm.SHA512);
      default -> false;
    };
  }

  private boolean verify(VerificationKey key, HashAlgorithm hash) {
    return key.verify(hash, signedAttributes, signature);
  }
}
