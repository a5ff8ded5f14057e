package io.sealbus.policyingest.trust;

import io.sealbus.verification.json.CanonicalJson;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A TUF repository that is signed by a key of its own. */
final class TufFixture {
  private final KeyPair key;
  private final String keyId = "ab".repeat(32);
  private final Map<String, byte[]> targets = new TreeMap<>();
  private final Map<String, JsonObject> custom = new HashMap<>();
  private Instant expires;
  private int version = 1;

  TufFixture(Instant expires) {
    this.expires = expires;
    try {
      this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  TufFixture target(String name, String content) {
    targets.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TufFixture target(String name, String content, String usage, String uri) {
    custom.put(
        name,
        new JsonObject()
            .put(
                "sigstore",
                new JsonObject().put("usage", usage).put("uri", uri).put("status", "Active")));
    return target(name, content);
  }

  /** The same repository, later. */
  TufFixture next(Instant until) {
    expires = until;
    version++;
    return this;
  }

  byte[] root() {
    var roles = new JsonObject();
    for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
      roles.put(
          role, new JsonObject().put("keyids", new JsonArray().add(keyId)).put("threshold", 1));
    }
    byte[] spki = key.getPublic().getEncoded();
    String raw = HexFormat.of().formatHex(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    var keys =
        new JsonObject()
            .put(
                keyId,
                new JsonObject()
                    .put("keytype", "ed25519")
                    .put("scheme", "ed25519")
                    .put("keyval", new JsonObject().put("public", raw)));
    return signed(
        meta("root", 1, Instant.parse("2050-01-01T00:00:00Z"))
            .put("consistent_snapshot", true)
            .put("keys", keys)
            .put("roles", roles));
  }

  /** Every file below the repository's directory. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    var described = new JsonObject();
    targets.forEach((name, content) -> {
      String hash = sha256(content);
      var data =
          new JsonObject()
              .put("length", content.length)
              .put("hashes", new JsonObject().put("sha256", hash));
      if (custom.containsKey(name)) {
        data.put("custom", custom.get(name));
      }
      described.put(name, data);
      files.put("targets/" + hash + "." + name, content);
    });
    files.put(
        version + ".targets.json",
        signed(meta("targets", version, expires).put("targets", described)));
    files.put(
        version + ".snapshot.json",
        signed(
            meta("snapshot", version, expires)
                .put(
                    "meta",
                    new JsonObject()
                        .put("targets.json", new JsonObject().put("version", version)))));
    files.put(
        "timestamp.json",
        signed(
            meta("timestamp", version, expires)
                .put(
                    "meta",
                    new JsonObject()
                        .put("snapshot.json", new JsonObject().put("version", version)))));
    files.put("1.root.json", root());
    return files;
  }

  byte[] packed() {
    Map<String, byte[]> named = new TreeMap<>();
    files().forEach((name, content) -> named.put("repository/" + name, content));
    return packed(named);
  }

  static byte[] packed(Map<String, byte[]> files) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        gzip.write(header(file.getKey(), file.getValue().length));
        gzip.write(file.getValue());
        gzip.write(new byte[(512 - file.getValue().length % 512) % 512]);
      }
      gzip.write(new byte[1024]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] header(String name, long size) {
    byte[] header = new byte[512];
    int slash = name.length() > 100 ? name.indexOf('/') : -1;
    put(header, 0, name.substring(slash + 1));
    put(header, 345, name.substring(0, Math.max(0, slash)));
    put(header, 100, "0000644");
    put(header, 124, String.format(Locale.ROOT, "%011o", size));
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o", sum));
    header[154] = 0;
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static JsonObject meta(String type, int version, Instant expires) {
    return new JsonObject()
        .put("_type", type)
        .put("spec_version", "1.0.31")
        .put("version", version)
        .put("expires", expires.toString());
  }

  private byte[] signed(JsonObject meta) {
    try {
      String canonical = CanonicalJson.of(JsonParser.parse(meta.encode(), 1 << 20));
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key.getPrivate());
      signer.update(canonical.getBytes(StandardCharsets.UTF_8));
      var signature =
          new JsonObject().put("keyid", keyId).put("sig", HexFormat.of().formatHex(signer.sign()));
      return new JsonObject()
          .put("signed", meta)
          .put("signatures", new JsonArray().add(signature))
          .encode()
          .getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | InvalidJsonException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
