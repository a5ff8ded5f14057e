package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.ResourceKey;
import org.jspecify.annotations.Nullable;

/** A resource of this dialect as it stands among others that are judged by together. */
public sealed interface SigstoreResource {
  /** A policy. */
  record Policy(ClusterImagePolicy policy) implements SigstoreResource {}

  /** A trust root. */
  record Root(TrustRoot trustRoot) implements SigstoreResource {}

  /** What policies refer to. */
  record Material(ReferredMaterial material) implements SigstoreResource {}

  /** Of another dialect. */
  record Foreign() implements SigstoreResource {}

  /** It stands for something, and nobody knows what. */
  record Unreadable(String why) implements SigstoreResource {}

  /**
   * Reads a resource back that was admitted once. Never throws.
   *
   * @param version of the API, without the group
   * @param specJson the normalised spec
   */
  static SigstoreResource of(
      ResourceKey key, String version, @Nullable String uid, long generation, String specJson) {
    String apiVersion = key.group() + "/" + version;
    try {
      if (isPolicy(key)) {
        return new Policy(
            ClusterImagePolicy.fromSpecJson(key, apiVersion, uid, generation, specJson));
      }
      if (isTrustRoot(key)) {
        return new Root(TrustRoot.fromSpecJson(key, apiVersion, uid, generation, specJson));
      }
      return isMaterial(key)
          ? new Material(ReferredMaterial.fromSpecJson(key, specJson))
          : new Foreign();
    } catch (IllegalArgumentException e) {
      return new Unreadable("the spec of the resource cannot be read");
    }
  }

  /** What stands under a key whose record cannot be read at all. */
  static SigstoreResource unreadable(ResourceKey key) {
    return isPolicy(key) || isTrustRoot(key) || isMaterial(key)
        ? new Unreadable("the record of the resource cannot be read")
        : new Foreign();
  }

  private static boolean isPolicy(ResourceKey key) {
    return key.group().equals(ClusterImagePolicy.GROUP)
        && key.kind().equals(ClusterImagePolicy.KIND);
  }

  private static boolean isTrustRoot(ResourceKey key) {
    return key.group().equals(ClusterImagePolicy.GROUP) && key.kind().equals(TrustRoot.KIND);
  }

  private static boolean isMaterial(ResourceKey key) {
    return key.group().isEmpty()
        && (key.kind().equals(ReferredMaterial.SECRET)
            || key.kind().equals(ReferredMaterial.CONFIG_MAP));
  }
}
