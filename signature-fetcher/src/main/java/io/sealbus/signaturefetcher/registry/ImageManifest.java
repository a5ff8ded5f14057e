package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.util.List;

/** What a manifest is: one image, an index of images, or nothing that can be used. */
public sealed interface ImageManifest {
  /** One image. */
  record Single() implements ImageManifest {}

  /** An index; the instances that a node may choose, in the index's order. */
  record Index(List<Instance> instances) implements ImageManifest {
    public Index {
      instances = List.copyOf(instances);
    }
  }

  /** Neither. */
  record Invalid(ReasonCode code, String message) implements ImageManifest {}

  /**
   * One image of an index.
   *
   * @param platform {@code os/architecture[/variant]}; empty where the index names none, which a
   *     node may choose for want of anything better
   */
  record Instance(String platform, Digest digest) {}

  /** Most instances that an index may have. */
  int MAX_INSTANCES = 256;

  /**
   * Reads a manifest. Refused are: a {@code mediaType} that is not the answer's Content-Type,
   * members of another kind of manifest, an index in an index, more than {@value #MAX_INSTANCES}
   * instances. Never throws.
   */
  static ImageManifest parse(Manifest manifest) {
    return new ImageManifestParser(manifest).parse();
  }
}
