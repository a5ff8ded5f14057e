package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches the config file of an image, or those of all images of an index, for policies on it. */
final class ConfigFetch {
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private final Downloads downloads;
  private final Set<Digest> manifests = new LinkedHashSet<>();

  ConfigFetch(Downloads downloads) {
    this.downloads = downloads;
  }

  Lookup<PulledPlace> fetch(Digest digest) {
    JsonNode image = manifest(digest);
    JsonNode children = image.path("manifests");
    if (children.isArray()) {
      check(children.size() <= ImageManifest.MAX_INSTANCES, digest + " has too many manifests");
      for (JsonNode child : children) {
        if (!INDEXES.contains(StrictJson.text(child.path("mediaType")))) {
          Optional<Digest> one = digest(child);
          check(one.isPresent(), digest + " has an entry without a digest");
          one.ifPresent(d -> config(d, manifest(d)));
        }
      }
    } else {
      config(digest, image);
    }
    Failed<PulledPlace> failure = downloads.failure();
    return failure == null
        ? new Found<>(new PulledPlace(downloads.attachments(), manifests, 0))
        : failure;
  }

  private void config(Digest digest, JsonNode manifest) {
    JsonNode config = manifest.path("config");
    Optional<Digest> content = digest(config);
    check(content.isPresent(), digest + " has no config");
    content.ifPresent(
        one -> downloads.add(StrictJson.text(config.path("mediaType")), one, Map.of(), null, true));
  }

  /** What the manifest says; a missing node where that is nothing, and then something failed. */
  private JsonNode manifest(Digest digest) {
    Manifest manifest = downloads.manifest(digest);
    check(manifest != null, digest + " is not there");
    try {
      manifests.add(digest);
      return manifest == null ? MissingNode.getInstance() : StrictJson.parse(manifest.bytes());
    } catch (JsonProcessingException e) {
      downloads.fail(ReasonCode.MANIFEST_INVALID, digest + " is not strict JSON");
      return MissingNode.getInstance();
    }
  }

  private static Optional<Digest> digest(JsonNode descriptor) {
    return Digest.parse(StrictJson.text(descriptor.path("digest")));
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      downloads.fail(ReasonCode.MANIFEST_INVALID, otherwise);
    }
  }
}
