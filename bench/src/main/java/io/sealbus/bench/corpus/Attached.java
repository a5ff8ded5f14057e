package io.sealbus.bench.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.Content;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.SignatureManifest;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Attachment.Referrer;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is attached to an image: a signature, an attestation or a bundle, one and no other. */
sealed interface Attached {
  /** Under the {@code .sig} tag. */
  record Signature(TestSignature signature) implements Attached {}

  /** Under the {@code .att} tag. */
  record Attestation(TestSignature attestation) implements Attached {}

  /** A referrer with a bundle around an attestation. */
  record Bundle(ObjectNode bundle) implements Attached {}

  /** Attaches it, and gives what there is then. */
  default Subject to(TestImage image, Repository repository, List<Check> checks) {
    image.pushTo(repository);
    Map<String, Content> objects = new HashMap<>();
    add(objects, repository, image.digest());
    var places = new HashMap<Place, Evidence>();
    for (Place place : List.of(Place.SIGNATURES, Place.ATTESTATIONS, Place.REFERRERS)) {
      places.put(place, new Evidence.Complete(List.of()));
    }
    String tag = image.digest().replace(':', '-');
    switch (this) {
      case Signature(TestSignature signature) -> {
        SignatureManifest.of(signature).pushAs(repository, tag + ".sig");
        add(objects, repository, tag + ".sig");
        places.put(Place.SIGNATURES, layer(signature));
      }
      case Attestation(TestSignature attestation) -> {
        SignatureManifest.of(attestation).pushAs(repository, tag + ".att");
        add(objects, repository, tag + ".att");
        places.put(Place.ATTESTATIONS, layer(attestation));
      }
      case Bundle(ObjectNode bundle) -> {
        Content layer = Content.of(TestSigstore.BUNDLE_MEDIA_TYPE, bundle);
        Content referrer = referrer(repository, layer, image.manifest());
        add(objects, repository, referrer.digest());
        objects.put("referrers/" + image.digest(), index(referrer));
        var from = new Referrer(digest(referrer.digest()), TestSigstore.BUNDLE_MEDIA_TYPE, 1);
        places.put(Place.REFERRERS, complete(layer, Map.of(), from));
      }
    }
    return new Subject(
        reference(repository.reference() + "@" + image.digest()),
        digest(image.digest()),
        new AttachedEvidence(places),
        objects,
        checks);
  }

  private static Evidence layer(TestSignature signature) {
    return complete(signature.payload(), signature.annotations(), null);
  }

  private static Evidence complete(
      Content layer,
      Map<String, String> annotations,
      @org.jspecify.annotations.Nullable Referrer referrer) {
    return new Evidence.Complete(
        List.of(
            new Attachment(
                layer.mediaType(),
                digest(layer.digest()),
                Bytes.copyOf(layer.bytes()),
                annotations,
                referrer)));
  }

  private static Content referrer(Repository repository, Content layer, Content subject) {
    Content config = Content.of("application/vnd.oci.empty.v1+json", "{}");
    ObjectNode manifest = new ObjectMapper().createObjectNode().put("schemaVersion", 2);
    manifest
        .put("mediaType", Content.OCI_MANIFEST)
        .put("artifactType", TestSigstore.BUNDLE_MEDIA_TYPE);
    manifest.set("config", config.descriptor());
    manifest.putArray("layers").add(layer.descriptor());
    manifest.set("subject", subject.descriptor());
    Content referrer = Content.of(Content.OCI_MANIFEST, manifest);
    repository.putBlob(config).putBlob(layer).putManifest(referrer);
    return referrer;
  }

  /** As the referrers API answers. */
  private static Content index(Content referrer) {
    ObjectNode index = new ObjectMapper().createObjectNode().put("schemaVersion", 2);
    index.put("mediaType", Content.OCI_INDEX);
    index
        .putArray("manifests")
        .add(referrer.descriptor().put("artifactType", TestSigstore.BUNDLE_MEDIA_TYPE));
    return Content.of(Content.OCI_INDEX, index);
  }

  /** A manifest under its tag and its digest, with all that it names. */
  private static void add(Map<String, Content> objects, Repository repository, String name) {
    Content manifest = repository.manifest(name).orElseThrow();
    objects.put("manifests/" + name, manifest);
    objects.put("manifests/" + manifest.digest(), manifest);
    try {
      JsonNode members = new ObjectMapper().readTree(manifest.bytes());
      addBlob(objects, repository, members.path("config"));
      members.path("layers").forEach(layer -> addBlob(objects, repository, layer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addBlob(
      Map<String, Content> objects, Repository repository, JsonNode descriptor) {
    String digest = descriptor.path("digest").asText();
    byte[] blob = repository.blob(digest).orElseThrow();
    objects.put("blobs/" + digest, Content.of("application/octet-stream", blob));
  }

  private static Digest digest(String text) {
    return Digest.parse(text).orElseThrow();
  }

  private static ImageReference reference(String text) {
    try {
      return ImageReference.parseImage(text);
    } catch (InvalidReferenceException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
