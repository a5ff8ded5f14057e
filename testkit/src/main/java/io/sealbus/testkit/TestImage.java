package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * The smallest image that a client can pull and unpack: one layer with one file, {@code /content}.
 *
 * @param text what the file holds; another text is another image
 * @param architecture as Go calls it, such as {@code amd64}; the system is always linux
 */
public record TestImage(String text, String architecture) implements Pushable {
  /** For linux/amd64. */
  public static TestImage of(String text) {
    return new TestImage(text, "amd64");
  }

  /** The same for another architecture. */
  public TestImage forArchitecture(String newArchitecture) {
    return new TestImage(text, newArchitecture);
  }

  /** A gzipped tar. */
  public Content layer() {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(tar());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Content.of(Content.OCI_LAYER, bytes.toByteArray());
  }

  /** The image's config. */
  public Content config() {
    ObjectNode config = Json.object().put("architecture", architecture).put("os", "linux");
    config
        .putObject("rootfs")
        .put("type", "layers")
        .putArray("diff_ids")
        .add("sha256:" + Content.hex("SHA-256", tar()));
    return Content.of(Content.OCI_CONFIG, config);
  }

  @Override
  public Content manifest() {
    ObjectNode manifest =
        Json.object().put("schemaVersion", 2).put("mediaType", Content.OCI_MANIFEST);
    manifest.set("config", config().descriptor());
    manifest.putArray("layers").add(layer().descriptor());
    return Content.of(Content.OCI_MANIFEST, manifest);
  }

  @Override
  public void pushTo(Repository repository) {
    repository.putBlob(layer()).putBlob(config()).putManifest(manifest());
  }

  /** One regular file in POSIX ustar form, then the two empty blocks that end an archive. */
  private byte[] tar() {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] archive = new byte[512 + (content.length + 511) / 512 * 512 + 1024];
    field(archive, 0, "content");
    field(archive, 100, "0000644\0");
    field(archive, 108, "0000000\0");
    field(archive, 116, "0000000\0");
    field(archive, 124, "%011o\0".formatted(content.length));
    field(archive, 136, "00000000000\0");
    field(archive, 148, "        ");
    field(archive, 156, "0");
    field(archive, 257, "ustar\00000");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += archive[i];
    }
    field(archive, 148, "%06o\0 ".formatted(sum));
    System.arraycopy(content, 0, archive, 512, content.length);
    return archive;
  }

  private static void field(byte[] archive, int offset, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, archive, offset, bytes.length);
  }
}
