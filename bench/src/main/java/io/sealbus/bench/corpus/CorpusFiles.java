package io.sealbus.bench.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The corpus as programs in other languages read it. */
public final class CorpusFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CorpusFiles() {}

  /**
   * Writes {@code <kind>.json}: what a registry has of each image, and the policy.
   *
   * @param policy in the form that the kind's peers read
   */
  public static void writeEvidence(Kind kind, String policy, Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectNode document = JSON.createObjectNode().put("name", kind.name());
    document.put("side", kind.side().name()).put("policy", policy);
    document.put("trustedRoot", kind.trustedRoot());
    document.put("issuer", Sigstore.SIGNER.issuer()).put("subject", Sigstore.SIGNER.subject());
    ArrayNode images = document.putArray("images");
    for (Subject subject : kind.subjects()) {
      ObjectNode image = images.addObject().put("reference", subject.reference().toString());
      ObjectNode objects = image.putObject("objects");
      subject
          .objects()
          .forEach((path, content) ->
              objects
                  .putObject(path)
                  .put("mediaType", content.mediaType())
                  .put("digest", content.digest())
                  .put("data", content.bytes()));
    }
    JSON.writeValue(folder.resolve(kind.file() + ".json").toFile(), document);
  }

  /**
   * Writes {@code <kind>.checks}: for each image a count, then each check as four fields, key
   * (SubjectPublicKeyInfo), hash (empty where the scheme has its own), message, signature. Counts
   * and lengths are of four bytes, the highest first.
   */
  public static void writeChecks(Kind kind, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(kind.file() + ".checks");
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(kind.subjects().size());
      for (Subject subject : kind.subjects()) {
        out.writeInt(subject.checks().size());
        for (Check check : subject.checks()) {
          write(out, check.key().getEncoded());
          write(out, hash(check).getBytes(StandardCharsets.US_ASCII));
          write(out, check.message());
          write(out, check.signature());
        }
      }
    }
  }

  private static String hash(Check check) {
    return check.algorithm().startsWith("SHA256") ? "SHA256" : "";
  }

  private static void write(DataOutputStream out, byte[] field) throws IOException {
    out.writeInt(field.length);
    out.write(field);
  }
}
