package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A manifest about another: what clients attach to an image without a tag.
 *
 * @param subject what it says that it is about
 * @param artifactType empty for none
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">OCI image
 *     manifest, subject</a>
 */
public record TestReferrer(Content subject, String artifactType, List<Content> layers) {
  private static final Content EMPTY = Content.of("application/vnd.oci.empty.v1+json", "{}");

  public TestReferrer {
    layers = List.copyOf(layers);
  }

  /** About {@code subject}, with these layers. */
  public static TestReferrer of(Pushable subject, String artifactType, Content... layers) {
    return new TestReferrer(subject.manifest(), artifactType, List.of(layers));
  }

  /** The manifest. */
  public Content manifest() {
    ObjectNode manifest =
        Json.object().put("schemaVersion", 2).put("mediaType", Content.OCI_MANIFEST);
    if (!artifactType.isEmpty()) {
      manifest.put("artifactType", artifactType);
    }
    manifest.set("config", EMPTY.descriptor());
    var list = manifest.putArray("layers");
    layers.forEach(layer -> list.add(layer.descriptor()));
    manifest.set("subject", subject.descriptor());
    return Content.of(Content.OCI_MANIFEST, manifest);
  }

  /** Pushes all parts, the manifest last and without a tag. */
  public TestReferrer pushTo(Repository repository) {
    repository.putBlob(EMPTY);
    layers.forEach(repository::putBlob);
    repository.putManifest(manifest());
    return this;
  }

  /** The tag under which clients list the referrers of {@code digest} without the API. */
  public static String fallbackTag(String digest) {
    return digest.replace(':', '-');
  }

  /** Lists these manifests, whatever they are about, as clients do without the API. */
  public static void list(Repository repository, String digest, Content... referrers) {
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", Content.OCI_INDEX);
    var descriptors = index.putArray("manifests");
    for (Content referrer : referrers) {
      descriptors.add(referrer.descriptor());
    }
    repository.putManifest(fallbackTag(digest), Content.of(Content.OCI_INDEX, index));
  }
}
