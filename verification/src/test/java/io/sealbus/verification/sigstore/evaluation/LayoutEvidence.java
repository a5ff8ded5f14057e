package io.sealbus.verification.sigstore.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealbus.testkit.OciLayout;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Attachment.Referrer;
import io.sealbus.verification.evidence.Discovery;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is attached to images whose repositories are OCI layouts under one directory. */
record LayoutEvidence(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The registries that have the referrers API; the others have the fallback tag. */
  private static final Set<String> REFERRERS_API = Set.of("ghcr.example.org");

  private Optional<OciLayout> layout(String repository) {
    Path directory = root.resolve(repository.replaceFirst("^index[.]docker[.]io/", "docker.io/"));
    return OciLayout.isLayout(directory)
        ? Optional.of(OciLayout.open(directory))
        : Optional.empty();
  }

  /** The digest under the image's tag. */
  Optional<Digest> resolve(ImageName image) {
    return layout(image.registry() + "/" + image.repository())
        .flatMap(layout -> layout.resolve(String.valueOf(image.tag())))
        .map(entry -> new Digest(entry.digest()));
  }

  AttachedEvidence of(ImageName image, Set<Place> places) {
    var found = new HashMap<Place, Evidence>();
    for (Place place : places) {
      found.put(place, new Evidence.Complete(attachments(image, place)));
    }
    return new AttachedEvidence(found);
  }

  private List<Attachment> attachments(ImageName image, Place place) {
    String own = image.registry() + "/" + image.repository();
    String repository = place.repository() == null ? own : place.repository();
    Digest digest = image.digest();
    return layout(repository)
        .map(layout ->
            switch (place.discovery()) {
              case SIGNATURE_TAG, ATTESTATION_TAG -> tagged(layout, place, digest);
              case REFERRERS ->
                  REFERRERS_API.contains(image.registry())
                      ? referrers(layout, digest)
                      : fallback(layout, digest);
              case IMAGE_CONFIG -> configs(layout, digest.text());
              case MIRROR -> throw new AssertionError("admission looks at no mirror");
            })
        .orElse(List.of());
  }

  private static List<Attachment> tagged(OciLayout layout, Place place, Digest digest) {
    String suffix = place.discovery() == Discovery.SIGNATURE_TAG ? ".sig" : ".att";
    String tag = place.tagPrefix() + "sha256-" + digest.hex() + suffix;
    return layout
        .resolve(tag)
        .map(entry -> layers(layout, manifest(layout, entry.digest()), null))
        .orElse(List.of());
  }

  private static List<Attachment> referrers(OciLayout layout, Digest digest) {
    var found = new ArrayList<Attachment>();
    for (OciLayout.Entry entry : layout.manifests()) {
      JsonNode manifest = manifest(layout, entry.digest());
      if (manifest.path("subject").path("digest").asText().equals(digest.text())) {
        found.addAll(referring(layout, entry.digest(), manifest));
      }
    }
    return found;
  }

  private static List<Attachment> fallback(OciLayout layout, Digest digest) {
    var found = new ArrayList<Attachment>();
    layout
        .resolve("sha256-" + digest.hex())
        .ifPresent(index -> {
          for (JsonNode listed : manifest(layout, index.digest()).path("manifests")) {
            String each = listed.path("digest").asText();
            found.addAll(referring(layout, each, manifest(layout, each)));
          }
        });
    return found;
  }

  private static List<Attachment> referring(OciLayout layout, String digest, JsonNode manifest) {
    String type = manifest.path("artifactType").asText();
    String artifactType =
        type.isEmpty() ? manifest.path("config").path("mediaType").asText() : type;
    var referrer = new Referrer(new Digest(digest), artifactType, manifest.path("layers").size());
    return layers(layout, manifest, referrer);
  }

  private static List<Attachment> layers(OciLayout layout, JsonNode manifest, Referrer referrer) {
    var attachments = new ArrayList<Attachment>();
    for (JsonNode layer : manifest.path("layers")) {
      Map<String, String> annotations = new HashMap<>();
      layer
          .path("annotations")
          .properties()
          .forEach(
              annotation -> annotations.put(annotation.getKey(), annotation.getValue().asText()));
      String digest = layer.path("digest").asText();
      attachments.add(
          new Attachment(
              layer.path("mediaType").asText(),
              new Digest(digest),
              Bytes.copyOf(layout.blob(digest).orElseThrow()),
              annotations,
              referrer));
    }
    return attachments;
  }

  private static List<Attachment> configs(OciLayout layout, String digest) {
    JsonNode manifest = manifest(layout, digest);
    if (manifest.has("manifests")) {
      var all = new ArrayList<Attachment>();
      manifest
          .path("manifests")
          .forEach(child -> all.addAll(configs(layout, child.path("digest").asText())));
      return all;
    }
    JsonNode config = manifest.path("config");
    String of = config.path("digest").asText();
    return List.of(
        new Attachment(
            config.path("mediaType").asText(),
            new Digest(of),
            Bytes.copyOf(layout.blob(of).orElseThrow()),
            Map.of()));
  }

  private static JsonNode manifest(OciLayout layout, String digest) {
    try {
      return JSON.readTree(layout.blob(digest).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
