package io.sealbus.signaturefetcher.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.signaturefetcher.registry.StrictJson;
import io.sealbus.verification.Bytes;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The images in pods, as the API server writes them. A container is whatever stands in a list of
 * the pod's spec and has an image, whatever the list is called: init and ephemeral containers, and
 * what Kubernetes may come to call a container one day.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod
 *     v1</a>
 */
final class PodImages {
  private PodImages() {}

  /**
   * A page of a list of pods, or one pod.
   *
   * @param next token of the next page; empty where there is none
   */
  record Page(Set<UsedImage> images, String next, String resourceVersion) {}

  /**
   * Reads a page of a list.
   *
   * @throws JsonProcessingException where it is none
   */
  static Page page(String json) throws JsonProcessingException {
    JsonNode list = StrictJson.parse(Bytes.utf8(json));
    var images = new LinkedHashSet<UsedImage>();
    list.path("items").forEach(pod -> images.addAll(of(pod)));
    JsonNode metadata = list.path("metadata");
    return new Page(
        images,
        StrictJson.text(metadata.path("continue")),
        StrictJson.text(metadata.path("resourceVersion")));
  }

  /**
   * The images of the pod that a line of a watch tells of; none where it is gone.
   *
   * @throws JsonProcessingException where the line is none
   */
  static Set<UsedImage> event(Bytes line) throws JsonProcessingException {
    JsonNode event = StrictJson.parse(line);
    return switch (StrictJson.text(event.path("type"))) {
      case "ADDED", "MODIFIED" -> of(event.path("object"));
      default -> Set.of();
    };
  }

  private static Set<UsedImage> of(JsonNode pod) {
    var images = new LinkedHashSet<UsedImage>();
    for (JsonNode member : pod.path("spec")) {
      for (JsonNode element : elements(member)) {
        add(images, element.path("image"));
        // A volume that is an image.
        add(images, element.path("image").path("reference"));
      }
    }
    for (JsonNode member : pod.path("status")) {
      for (JsonNode element : elements(member)) {
        add(images, element.path("imageID"));
      }
    }
    return images;
  }

  private static Iterable<JsonNode> elements(JsonNode member) {
    return member.isArray() ? member : Set.of();
  }

  private static void add(Set<UsedImage> images, JsonNode text) {
    UsedImage.parse(StrictJson.text(text)).ifPresent(images::add);
  }
}
