package io.sealbus.verification.evidence;

import static io.sealbus.verification.ReasonCode.ATTACHMENT_INVALID;
import static io.sealbus.verification.ReasonCode.EVIDENCE_TOO_LARGE;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.Reason;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.LenientMembers;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Map;

/**
 * The manifest under a {@code sha256-<hex>.sig} tag, read as containers/image reads it. Its own
 * digest is not checked by anyone, since it is found by its tag; the digests of its layers are.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md">cosign
 *     signature specification</a>
 */
public final class SignatureManifest {
  /** Largest manifest, and largest layer, that a node reads, in bytes. */
  public static final int MAX_BYTES = 4 << 20;

  private static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  /** What cosign writes for registries that do not know the other. */
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

  /** Members of other formats; a manifest that has one could be read as two things. */
  private static final List<String> AMBIGUOUS = List.of("manifests", "history", "fsLayers");

  private SignatureManifest() {}

  /** What the bytes are. */
  public sealed interface Result {
    /** The layers in their order, all of which a node downloads, whatever their type. */
    record Layers(List<Layer> layers) implements Result {
      public Layers {
        layers = List.copyOf(layers);
      }
    }

    /** Unusable: {@code ATTACHMENT_INVALID} or {@code EVIDENCE_TOO_LARGE}. */
    record Rejected(Reason reason) implements Result {}
  }

  /**
   * One layer. Its size is not given, since a node does not look at it.
   *
   * @param annotations verbatim; the signature is among them
   */
  public record Layer(String mediaType, Digest digest, Map<String, String> annotations) {
    public Layer {
      annotations = Map.copyOf(annotations);
    }
  }

  /** The tag that the signatures of {@code manifest} are under. */
  public static String tag(Digest manifest) {
    return manifest.algorithm() + "-" + manifest.hex() + ".sig";
  }

  /**
   * Reads a manifest. Never throws, whatever the bytes.
   *
   * @param contentType the response's Content-Type, with parameters, or empty
   * @param manifest the response's body
   * @param maxLayers refuses more layers than this
   */
  public static Result parse(String contentType, byte[] manifest, int maxLayers) {
    return parse(List.of(MEDIA_TYPE), contentType, manifest, maxLayers);
  }

  /** As {@link #parse}, where nodes do not look: a manifest of Docker's is one as well. */
  public static Result parseForAdmission(String contentType, byte[] manifest, int maxLayers) {
    return parse(List.of(MEDIA_TYPE, DOCKER), contentType, manifest, maxLayers);
  }

  private static Result parse(
      List<String> types, String contentType, byte[] manifest, int maxLayers) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    if (types.stream().noneMatch(type.strip()::equalsIgnoreCase)) {
      return rejected("unexpected content type " + Quoted.of(contentType));
    }
    try {
      JsonValue value = JsonParser.parse(manifest, MAX_BYTES);
      LenientMembers members = LenientMembers.of("$", value);
      for (String name : AMBIGUOUS) {
        JsonValue foreign = members.get(name);
        if (foreign != null && !(foreign instanceof JsonNull)) {
          return rejected("ambiguous manifest: it has " + name);
        }
      }
      List<Layer> layers = LayerReader.read(members);
      return layers.size() > maxLayers
          ? new Result.Rejected(Reason.of(EVIDENCE_TOO_LARGE, "more than " + maxLayers + " layers"))
          : new Result.Layers(layers);
    } catch (InvalidJsonException e) {
      return rejected("signature manifest " + e.path() + ": " + e.getMessage());
    }
  }

  private static Result rejected(String message) {
    return new Result.Rejected(Reason.of(ATTACHMENT_INVALID, message));
  }
}
