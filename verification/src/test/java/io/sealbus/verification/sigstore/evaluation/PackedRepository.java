package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot;
import io.sealbus.verification.sigstore.TrustRoot.Material;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** A TUF repository inside a TrustRoot, of which the target is taken as it is. */
final class PackedRepository {
  private static final int BLOCK = 512;
  private static final int TYPE = 156;

  private PackedRepository() {}

  /** {@code root} with what a TUF client would have found. */
  static TrustRoot resolve(TrustRoot root, Resource resource) {
    if (!(root.material() instanceof Material.Repository repository)) {
      return root;
    }
    var spec = (Node.Mapping) resource.document().get("spec");
    var given = (Node.Mapping) spec.get("repository");
    String mirror = ((Node.Text) given.get("mirrorFS")).value();
    String target = repository.target().trustedRootTarget();
    String json =
        target(Base64.getDecoder().decode(mirror), target.isEmpty() ? "trusted_root.json" : target);
    var resolved =
        new Material.Repository(repository.target(), new TrustResolution.Resolved(json, 1, 1));
    return new TrustRoot(root.key(), root.apiVersion(), root.uid(), root.generation(), resolved);
  }

  /** With consistent snapshots the hash stands before the name. */
  private static String target(byte[] tarGz, String target) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(tarGz))) {
      String longName = "";
      while (true) {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK || header[0] == 0) {
          throw new IllegalArgumentException("no such target: " + target);
        }
        String name = longName.isEmpty() ? text(header, 0, 100) : longName;
        int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
        byte[] content = in.readNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        longName = header[TYPE] == 'x' ? path(new String(content, StandardCharsets.UTF_8)) : "";
        if (name.endsWith("/" + target) || name.endsWith("." + target)) {
          return new String(content, 0, size, StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The long name that an extended header of POSIX gives the next file. */
  private static String path(String records) {
    return records
        .lines()
        .filter(record -> record.contains(" path="))
        .map(record -> record.substring(record.indexOf('=') + 1))
        .findFirst()
        .orElse("");
  }

  private static String text(byte[] header, int start, int length) {
    String field = new String(header, start, length, StandardCharsets.US_ASCII);
    int end = field.indexOf(0);
    return end < 0 ? field : field.substring(0, end);
  }
}
