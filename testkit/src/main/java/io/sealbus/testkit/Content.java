package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes with a media type: a manifest, a config, a layer, a payload. Immutable. */
public final class Content {
  /** An image manifest. */
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** An index of manifests, one a platform. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** An image's config. */
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";

  /** A layer. */
  public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private final String mediaType;
  private final byte[] bytes;
  private final String digest;

  private Content(String mediaType, byte[] bytes) {
    this.mediaType = mediaType;
    this.bytes = bytes.clone();
    this.digest = "sha256:" + hex("SHA-256", bytes);
  }

  /** The bytes as they are. */
  public static Content of(String mediaType, byte[] bytes) {
    return new Content(mediaType, bytes);
  }

  /** The text as UTF-8. */
  public static Content of(String mediaType, String text) {
    return new Content(mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The JSON without white space, members in the order given. */
  public static Content of(String mediaType, JsonNode json) {
    return of(mediaType, json.toString());
  }

  /** As a registry serves it in {@code Content-Type}. */
  public String mediaType() {
    return mediaType;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** {@code sha256:<hex>} of the bytes. */
  public String digest() {
    return digest;
  }

  /** In bytes. */
  public int size() {
    return bytes.length;
  }

  /**
   * A new descriptor of this content.
   *
   * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI
   *     descriptor</a>
   */
  public ObjectNode descriptor() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mediaType", mediaType)
        .put("digest", digest)
        .put("size", size());
  }

  /**
   * Whether {@code digest} names {@code bytes}; false for algorithms other than sha256 and sha512.
   */
  static boolean matches(String digest, byte[] bytes) {
    return digest.equals("sha256:" + hex("SHA-256", bytes))
        || digest.equals("sha512:" + hex("SHA-512", bytes));
  }

  static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return mediaType + " " + digest;
  }
}
