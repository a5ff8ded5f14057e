package io.sealbus.bench.pipeline;

import io.sealbus.testkit.Content;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import java.util.List;

/**
 * An image and its signature by a P-256 key under its {@code .sig} tag.
 *
 * @param repository without the registry
 * @param manifest of the image
 * @param signature the manifest that cosign would attach
 * @param payload what is signed
 */
record SignedImage(
    String registry,
    String repository,
    String tag,
    Content manifest,
    Content signature,
    Content payload) {
  /** A repository gets another image each time that all others have got one. */
  private static final int REPOSITORIES = 250;

  /** The image with this number, from 0 on. */
  static SignedImage of(String registry, int number, TestKey key) {
    String repository = "team/app-%03d".formatted(number % REPOSITORIES);
    String tag = "v" + number / REPOSITORIES;
    TestImage image = TestImage.of("image " + number);
    Content manifest = image.manifest();
    TestSignature signature =
        TestSigner.with(key).sign(registry + "/" + repository + ":" + tag, image);
    return new SignedImage(
        registry,
        repository,
        tag,
        manifest,
        SignatureManifest.of(signature).manifest(),
        signature.payload());
  }

  /** As a pod names it. */
  String reference() {
    return registry + "/" + repository + ":" + tag;
  }

  /** Where cosign puts the signature. */
  String signatureTag() {
    return SignatureManifest.tagOf(manifest.digest());
  }

  /** Everything that a client may ask for. */
  List<Served> served() {
    String manifests = "/v2/" + repository + "/manifests/";
    return List.of(
        Served.of(manifests + tag, manifest),
        Served.of(manifests + manifest.digest(), manifest),
        Served.of(manifests + signatureTag(), signature),
        Served.of(manifests + signature.digest(), signature),
        Served.of("/v2/" + repository + "/blobs/" + payload.digest(), payload));
  }
}
