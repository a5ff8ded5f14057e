package io.sealbus.signaturefetcher;

import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.ReferrerRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The evidence digest that verdicts name: SHA-256 over every place in its order, with its
 * completeness, why it is not complete, and its attachments in their order. Each text stands as its
 * UTF-8 length in four bytes and the UTF-8; annotations are sorted by name. The bytes of an
 * attachment are in it by their digest, which was checked.
 */
final class EvidenceDigest {
  private static final String FORMAT = "sealbus-evidence-2";

  private EvidenceDigest() {}

  /**
   * {@code sha256:<hex>}.
   *
   * @param signatures the nodes' place
   */
  static String of(PlaceRecord signatures, List<PlaceRecord> others) {
    var encoded = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(encoded)) {
      write(out, FORMAT);
      write(out, signatures);
      out.writeInt(others.size());
      for (PlaceRecord place : others) {
        write(out, place);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "sha256:" + sha256(encoded.toByteArray());
  }

  /** Lower-case hex of the SHA-256 of {@code bytes}. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(DataOutputStream out, PlaceRecord place) throws IOException {
    write(out, place.getKind().name());
    write(out, place.getRepository() == null ? "" : place.getRepository());
    write(out, place.getTagPrefix());
    write(out, place.getCompleteness().name());
    write(out, place.getFailure() == null ? "" : place.getFailure().getCode());
    out.writeInt(place.getAttachments().size());
    for (AttachmentRecord attachment : place.getAttachments()) {
      write(out, attachment);
    }
  }

  private static void write(DataOutputStream out, AttachmentRecord attachment) throws IOException {
    write(out, attachment.getKind().name());
    write(out, attachment.getMediaType());
    write(out, attachment.getDigest());
    out.writeLong(attachment.getSize());
    out.writeBoolean(attachment.getBytes() != null);
    ReferrerRecord referrer = attachment.getReferrer();
    out.writeBoolean(referrer != null);
    if (referrer != null) {
      write(out, referrer.getManifest());
      write(out, referrer.getArtifactType());
      out.writeInt(referrer.getLayers());
    }
    out.writeInt(attachment.getAnnotations().size());
    for (Map.Entry<String, String> annotation :
        new TreeMap<>(attachment.getAnnotations()).entrySet()) {
      write(out, annotation.getKey());
      write(out, annotation.getValue());
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
