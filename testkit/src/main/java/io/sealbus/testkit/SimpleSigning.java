package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an image signature is a signature of. Immutable: each method returns a new payload.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-signature.5.md">containers-signature(5)</a>
 */
public final class SimpleSigning {
  /** Of a payload's layer. */
  public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

  private static final String TYPE = "cosign container image signature";

  private final String dockerReference;
  private final String digest;
  private final String type;
  private final @Nullable Map<String, JsonNode> optional;

  private SimpleSigning(
      String dockerReference,
      String digest,
      String type,
      @Nullable Map<String, JsonNode> optional) {
    this.dockerReference = dockerReference;
    this.digest = digest;
    this.type = type;
    this.optional = optional;
  }

  /**
   * As cosign writes it, with {@code "optional": null}.
   *
   * @param dockerReference the identity claimed, such as {@code registry.example.com/app/web:1.0}
   * @param digest of the manifest
   */
  public static SimpleSigning of(String dockerReference, String digest) {
    return new SimpleSigning(dockerReference, digest, TYPE, null);
  }

  /** With another {@code critical.type}. */
  public SimpleSigning type(String newType) {
    return new SimpleSigning(dockerReference, digest, newType, optional);
  }

  /** With {@code optional.creator}. */
  public SimpleSigning creator(String creator) {
    return optional("creator", Json.object().textNode(creator));
  }

  /** With {@code optional.timestamp}, in seconds. */
  public SimpleSigning timestamp(Instant timestamp) {
    return optional("timestamp", Json.object().numberNode(timestamp.getEpochSecond()));
  }

  /** With another member of {@code optional}. */
  public SimpleSigning optional(String name, JsonNode value) {
    var more = new LinkedHashMap<>(optional == null ? Map.<String, JsonNode>of() : optional);
    more.put(name, value);
    return new SimpleSigning(dockerReference, digest, type, more);
  }

  /** The bytes to sign. */
  public Content payload() {
    ObjectNode json = Json.object();
    ObjectNode critical = json.putObject("critical");
    critical.putObject("identity").put("docker-reference", dockerReference);
    critical.putObject("image").put("docker-manifest-digest", digest);
    critical.put("type", type);
    if (optional == null) {
      json.putNull("optional");
    } else {
      json.putObject("optional").setAll(optional);
    }
    return Content.of(MEDIA_TYPE, json);
  }
}
