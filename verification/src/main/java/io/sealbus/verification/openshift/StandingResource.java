package io.sealbus.verification.openshift;

import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A resource as it stands among others that are rendered with it. */
public sealed interface StandingResource {
  /**
   * An image policy.
   *
   * @param confirmation what it says of its impact on the release; null where it says nothing
   */
  record Policy(ImagePolicy policy, @Nullable String confirmation) implements StandingResource {}

  /** As {@link Policy}, for one of the platform's own resources. */
  record Platform(PlatformResource resource, @Nullable String confirmation)
      implements StandingResource {}

  /** Of another dialect: nothing of it goes into the files of this one. */
  record Foreign() implements StandingResource {}

  /** It stands for something, and nobody knows what. */
  record Unreadable(String why) implements StandingResource {}

  /**
   * Reads a resource back that was admitted once. Never throws.
   *
   * @param version of the API, without the group
   * @param specJson the normalised spec
   * @param documentJson as handed in
   */
  static StandingResource of(
      ResourceKey key,
      String version,
      @Nullable String uid,
      long generation,
      String specJson,
      String documentJson) {
    if (isImagePolicy(key)) {
      try {
        String apiVersion = key.group() + "/" + version;
        return new Policy(
            ImagePolicy.fromSpecJson(key, apiVersion, uid, generation, specJson),
            document(documentJson).map(StandingResource::confirmation).orElse(null));
      } catch (IllegalArgumentException e) {
        return new Unreadable("the spec of the policy cannot be read");
      }
    }
    if (PlatformKind.of(key).isEmpty()) {
      return new Foreign();
    }
    return document(documentJson)
        .map(StandingResource::platform)
        .orElseGet(() -> new Unreadable("the document of the resource cannot be read"));
  }

  /** What stands under a key whose record cannot be read at all. */
  static StandingResource unreadable(ResourceKey key) {
    return isImagePolicy(key) || PlatformKind.of(key).isPresent()
        ? new Unreadable("the record of the policy cannot be read")
        : new Foreign();
  }

  /** What confirms the impact of this very spec on the release; null for what has none. */
  default @Nullable String expectedConfirmation() {
    return switch (this) {
      case Policy(ImagePolicy policy, var ignored) -> Digest.sha256(policy.specJson()).text();
      case Platform(PlatformResource resource, var ignored) ->
          Digest.sha256(resource.specJson()).text();
      case Foreign foreign -> null;
      case Unreadable unreadable -> null;
    };
  }

  /** Whether the resource confirms the impact that its present spec has. */
  default boolean isConfirmed() {
    String given =
        switch (this) {
          case Policy(var ignored, String confirmation) -> confirmation;
          case Platform(var ignored, String confirmation) -> confirmation;
          case Foreign foreign -> null;
          case Unreadable unreadable -> null;
        };
    return given != null && given.equals(expectedConfirmation());
  }

  /** What {@code resource} says by {@link ReleaseImpact#ANNOTATION}; null for nothing. */
  static @Nullable String confirmation(Resource resource) {
    return resource.document().get("metadata") instanceof Node.Mapping metadata
            && metadata.get("annotations") instanceof Node.Mapping annotations
            && annotations.get(ReleaseImpact.ANNOTATION) instanceof Node.Text text
        ? text.value()
        : null;
  }

  private static StandingResource platform(Resource resource) {
    return switch (PlatformResource.read(resource)) {
      case Reading.Read<PlatformResource>(PlatformResource read) ->
          new Platform(read, confirmation(resource));
      case Reading.Refused<PlatformResource> refused ->
          new Unreadable(
              "the platform's configuration cannot be read: "
                  + refused.findings().getFirst().text());
    };
  }

  private static boolean isImagePolicy(ResourceKey key) {
    String kind = key.namespace() == null ? ImagePolicy.CLUSTER_KIND : ImagePolicy.NAMESPACED_KIND;
    return key.group().equals(ImagePolicy.GROUP) && key.kind().equals(kind);
  }

  private static Optional<Resource> document(String json) {
    return Documents.read(json.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)
                instanceof Reading.Read<List<Node>>(List<Node> documents)
            && documents.size() == 1
            && Resource.of(documents.getFirst()) instanceof Reading.Read<Resource>(Resource read)
        ? Optional.of(read)
        : Optional.empty();
  }
}
