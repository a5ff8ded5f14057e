package io.sealbus.verification.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealbus.testkit.OciLayout;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.SignatureManifest;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;

/** The layouts under {@code vectors/registry} as a client without a network sees them. */
final class LayoutRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_LAYERS = 64;

  private final Path root;

  LayoutRegistry(Path root) {
    this.root = root;
  }

  /** A manifest and where it was found. */
  record Found(ImageReference physical, OciLayout layout, byte[] manifest, Digest digest) {}

  Optional<Found> manifest(ImageReference physical) {
    Path directory =
        root.resolve(physical.registry().replace(':', '_')).resolve(physical.repository());
    if (!OciLayout.isLayout(directory)) {
      return Optional.empty();
    }
    OciLayout layout = OciLayout.open(directory);
    String wanted = physical.digest() == null ? physical.tag() : physical.digest().text();
    return layout
        .resolve(wanted)
        .flatMap(entry -> layout.blob(entry.digest()))
        .map(bytes -> new Found(physical, layout, bytes, sha256(bytes)));
  }

  /** The manifest of the platform, from the index that {@code found} is. */
  Optional<Found> instance(Found found, String platform) {
    try {
      for (JsonNode manifest : JSON.readTree(found.manifest()).path("manifests")) {
        JsonNode of = manifest.path("platform");
        String name = of.path("os").asText() + "/" + of.path("architecture").asText();
        if (name.equals(platform)) {
          byte[] bytes = found.layout().blob(manifest.path("digest").asText()).orElseThrow();
          return Optional.of(new Found(found.physical(), found.layout(), bytes, sha256(bytes)));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Evidence evidence(Found found) {
    OciLayout layout = found.layout();
    Optional<OciLayout.Entry> tagged = layout.resolve(SignatureManifest.tag(found.digest()));
    if (tagged.isEmpty()) {
      return new Evidence.Complete(java.util.List.of());
    }
    byte[] manifest = layout.blob(tagged.get().digest()).orElseThrow();
    return switch (SignatureManifest.parse(tagged.get().mediaType(), manifest, MAX_LAYERS)) {
      case SignatureManifest.Result.Rejected rejected ->
          new Evidence.Unavailable(rejected.reason());
      case SignatureManifest.Result.Layers layers -> download(layout, layers);
    };
  }

  private static Evidence download(OciLayout layout, SignatureManifest.Result.Layers layers) {
    var attachments = new ArrayList<Attachment>();
    for (SignatureManifest.Layer layer : layers.layers()) {
      Optional<byte[]> blob = layout.blob(layer.digest().text());
      if (blob.isEmpty()) {
        return unavailable(ReasonCode.REGISTRY_ERROR);
      }
      if (blob.get().length > SignatureManifest.MAX_BYTES
          || !sha256(blob.get()).equals(layer.digest())) {
        return unavailable(ReasonCode.ATTACHMENT_INVALID);
      }
      attachments.add(
          new Attachment(
              layer.mediaType(), layer.digest(), Bytes.copyOf(blob.get()), layer.annotations()));
    }
    return new Evidence.Complete(attachments);
  }

  private static Evidence unavailable(ReasonCode code) {
    return new Evidence.Unavailable(Reason.of(code, "in the layout"));
  }

  private static Digest sha256(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Digest("sha256:" + HexFormat.of().formatHex(digest));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
