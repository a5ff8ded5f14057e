package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An index of images, one an architecture. */
public record TestIndex(List<TestImage> images) implements Pushable {
  public TestIndex {
    images = List.copyOf(images);
  }

  /** In this order. */
  public static TestIndex of(TestImage... images) {
    return new TestIndex(List.of(images));
  }

  @Override
  public Content manifest() {
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", Content.OCI_INDEX);
    var manifests = index.putArray("manifests");
    for (TestImage image : images) {
      ObjectNode descriptor = image.manifest().descriptor();
      descriptor.putObject("platform").put("architecture", image.architecture()).put("os", "linux");
      manifests.add(descriptor);
    }
    return Content.of(Content.OCI_INDEX, index);
  }

  @Override
  public void pushTo(Repository repository) {
    images.forEach(image -> image.pushTo(repository));
    repository.putManifest(manifest());
  }
}
