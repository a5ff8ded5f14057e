package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A list of referrers: an image index. What its descriptors say of the manifests is no more than a
 * hint, so that nothing but their kind and digest is taken from them.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers">OCI
 *     distribution-spec, listing referrers</a>
 */
sealed interface ReferrerIndex {
  /** The media type of every list. */
  String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";

  /** Members of another kind of manifest, which the bytes could pass for elsewhere. */
  Set<String> FOREIGN = Set.of("config", "layers", "fslayers", "history");

  /** The image manifests in the list's order; indexes, which have no layers, are left out. */
  record Listed(List<Digest> manifests) implements ReferrerIndex {
    public Listed {
      manifests = List.copyOf(manifests);
    }
  }

  /** Nothing that can be read in one way only. */
  record Unusable(String why) implements ReferrerIndex {}

  /** Reads a list. Never throws. */
  static ReferrerIndex parse(Bytes json) {
    JsonNode root;
    try {
      root = StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      return new Unusable("the list of referrers is not strict JSON");
    }
    JsonNode type = root.path("mediaType");
    JsonNode manifests = root.path("manifests");
    boolean none = manifests.isMissingNode() || manifests.isNull();
    if (!root.isObject()
        || !none && !manifests.isArray()
        || !type.isMissingNode() && !MEDIA_TYPE.equals(StrictJson.text(type))
        || isForeign(root)) {
      return new Unusable("the list of referrers is no image index");
    }
    return listed(manifests);
  }

  private static boolean isForeign(JsonNode root) {
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      if (FOREIGN.contains(member.getKey().toLowerCase(Locale.ROOT))
          && !member.getValue().isNull()) {
        return true;
      }
    }
    return false;
  }

  private static ReferrerIndex listed(JsonNode manifests) {
    var digests = new ArrayList<Digest>();
    for (JsonNode descriptor : manifests) {
      Optional<Digest> digest = Digest.parse(StrictJson.text(descriptor.path("digest")));
      if (digest.isEmpty()) {
        return new Unusable("the list of referrers has an entry without a usable digest");
      }
      if (!MEDIA_TYPE.equals(StrictJson.text(descriptor.path("mediaType")))) {
        digests.add(digest.get());
      }
    }
    return new Listed(digests);
  }
}
