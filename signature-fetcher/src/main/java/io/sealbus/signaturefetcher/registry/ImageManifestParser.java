package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one manifest; {@link ImageManifest} says by which rules. */
final class ImageManifestParser {
  private static final Set<String> IMAGES =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> NOT_IN_AN_IMAGE = Set.of("manifests", "fslayers", "history");
  private static final Set<String> NOT_IN_AN_INDEX =
      Set.of("config", "layers", "fslayers", "history");
  private static final Pattern PLATFORM_PART = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String UNKNOWN = "unknown/unknown";

  /** Carries a refusal out of nested reading. */
  private static final class Refusal extends Exception {
    Refusal(String message) {
      super(message);
    }
  }

  private final Manifest manifest;

  ImageManifestParser(Manifest manifest) {
    this.manifest = manifest;
  }

  ImageManifest parse() {
    try {
      JsonNode root = StrictJson.parse(manifest.bytes());
      String type = manifest.contentType();
      check(root.isObject(), "the manifest is not a JSON object");
      checkDeclaredType(root, type);
      if (IMAGES.contains(type)) {
        checkAbsent(root, NOT_IN_AN_IMAGE);
        check(root.path("layers").isArray(), "an image without layers");
        return new ImageManifest.Single();
      }
      check(INDEXES.contains(type), "unsupported media type " + ForeignText.quote(type));
      checkAbsent(root, NOT_IN_AN_INDEX);
      check(root.path("manifests").isArray(), "an index without manifests");
      return new ImageManifest.Index(instances(root.path("manifests")));
    } catch (JsonProcessingException e) {
      return new ImageManifest.Invalid(
          ReasonCode.MANIFEST_INVALID, "the manifest is not strict JSON");
    } catch (Refusal e) {
      return new ImageManifest.Invalid(ReasonCode.MANIFEST_INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static List<ImageManifest.Instance> instances(JsonNode manifests) throws Refusal {
    check(
        manifests.size() <= ImageManifest.MAX_INSTANCES,
        "an index of more than " + ImageManifest.MAX_INSTANCES + " manifests");
    var instances = new ArrayList<ImageManifest.Instance>();
    for (JsonNode entry : manifests) {
      check(!INDEXES.contains(StrictJson.text(entry.path("mediaType"))), "an index in an index");
      Optional<Digest> digest = Digest.parse(StrictJson.text(entry.path("digest")));
      check(digest.isPresent(), "an index entry without a usable digest");
      String platform = platform(entry.path("platform"));
      if (!platform.equals(UNKNOWN)) {
        instances.add(new ImageManifest.Instance(platform, digest.orElseThrow()));
      }
    }
    return instances;
  }

  private static String platform(JsonNode platform) throws Refusal {
    if (platform.isMissingNode() || platform.isNull()) {
      return "";
    }
    String os = StrictJson.text(platform.path("os"));
    String architecture = StrictJson.text(platform.path("architecture"));
    String variant = StrictJson.text(platform.path("variant"));
    check(
        isPart(os) && isPart(architecture) && (variant.isEmpty() || isPart(variant)),
        "an unusable platform " + ForeignText.quote(platform.toString()));
    String full = os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    return full;
  }

  private static boolean isPart(String text) {
    return PLATFORM_PART.matcher(text).matches();
  }

  /** Without a declared type, as older images are, the Content-Type alone says what it is. */
  private static void checkDeclaredType(JsonNode root, String contentType) throws Refusal {
    JsonNode declared = root.path("mediaType");
    check(
        declared.isMissingNode()
            || declared.isNull()
            || StrictJson.text(declared).equals(contentType),
        "the manifest says it is "
            + ForeignText.quote(declared.asText())
            + " and is served as "
            + ForeignText.quote(contentType));
  }

  /** The same bytes must not pass for another kind of manifest elsewhere (CVE-2021-41190). */
  private static void checkAbsent(JsonNode root, Set<String> names) throws Refusal {
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      check(
          !names.contains(member.getKey().toLowerCase(Locale.ROOT)) || member.getValue().isNull(),
          "an ambiguous manifest with " + ForeignText.quote(member.getKey()));
    }
  }

  private static void check(boolean holds, String message) throws Refusal {
    if (!holds) {
      throw new Refusal(message);
    }
  }
}
