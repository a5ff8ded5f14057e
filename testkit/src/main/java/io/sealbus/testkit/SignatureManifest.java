package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The signatures of one image, as the manifest that cosign stores under {@code sha256-<hex>.sig}.
 *
 * @param signatures in layer order
 */
public record SignatureManifest(List<TestSignature> signatures) {
  public SignatureManifest {
    signatures = List.copyOf(signatures);
  }

  /** In layer order. */
  public static SignatureManifest of(TestSignature... signatures) {
    return new SignatureManifest(List.of(signatures));
  }

  /** Where clients look for the signatures of {@code digest}. */
  public static String tagOf(String digest) {
    return digest.replace(':', '-') + ".sig";
  }

  /** The manifest. */
  public Content manifest() {
    ObjectNode manifest =
        Json.object().put("schemaVersion", 2).put("mediaType", Content.OCI_MANIFEST);
    manifest.set("config", config().descriptor());
    var layers = manifest.putArray("layers");
    signatures.forEach(signature -> layers.add(signature.layer()));
    return Content.of(Content.OCI_MANIFEST, manifest);
  }

  private Content config() {
    ObjectNode config = Json.object().put("architecture", "").put("os", "");
    var layers = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    signatures.forEach(signature -> layers.add(signature.payload().digest()));
    return Content.of(Content.OCI_CONFIG, config);
  }

  /** Attaches the signatures to {@code digest} in this repository, in place of earlier ones. */
  public void pushTo(Repository repository, String digest) {
    pushAs(repository, tagOf(digest));
  }

  /** Attaches the signatures under a tag of the caller's choice. */
  public void pushAs(Repository repository, String tag) {
    repository.putBlob(config());
    signatures.forEach(signature -> repository.putBlob(signature.payload()));
    repository.putManifest(tag, manifest());
  }
}
