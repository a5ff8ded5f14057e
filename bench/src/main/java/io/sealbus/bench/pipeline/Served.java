package io.sealbus.bench.pipeline;

import io.sealbus.testkit.Content;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An answer of a registry. */
record Served(String path, String mediaType, String digest, byte[] bytes) {
  static Served of(String path, Content content) {
    return new Served(path, content.mediaType(), content.digest(), content.bytes());
  }

  /** Writes {@code all} where {@link #read} finds them. */
  static void write(List<Served> all, Path file) throws IOException {
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(all.size());
      for (Served one : all) {
        out.writeUTF(one.path);
        out.writeUTF(one.mediaType);
        out.writeUTF(one.digest);
        out.writeInt(one.bytes.length);
        out.write(one.bytes);
      }
    }
  }

  /** By path. */
  static Map<String, Served> read(Path file) throws IOException {
    var all = new HashMap<String, Served>();
    var byDigest = new HashMap<String, Served>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        var one = new Served(in.readUTF(), in.readUTF(), in.readUTF(), in.readNBytes(in.readInt()));
        // A manifest is served under its tag and under its digest.
        Served same = byDigest.putIfAbsent(one.digest, one);
        all.put(
            one.path,
            same == null ? one : new Served(one.path, one.mediaType, same.digest, same.bytes));
      }
    }
    return all;
  }
}
