package io.sealbus.verification.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Proof.Proven;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever byte of a good bundle is changed, it does not pass as something else. */
class FlippedByteTest {
  static List<Subject> texts() {
    return List.of(Subject.conformance("happy-path-v0.3"), Subject.attestation("dsse-tiled"));
  }

  static List<Subject> fields() {
    return List.of(
        Subject.conformance("rekor2-timestamp-with-embedded-cert"),
        Subject.attestation("dsse-promised"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void flippedByteOfTheTextChangesNothingOrIsRefused(Subject subject) {
    Meaning meaning = meaning(subject, subject.bundle());
    for (int i = 0; i < subject.bundle().length; i++) {
      byte[] flipped = subject.bundle().clone();
      flipped[i] ^= 1;
      requireSameOrRefused(subject, meaning, flipped, "byte " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void flippedByteOfAFieldChangesNothingOrIsRefused(Subject subject) throws IOException {
    Meaning meaning = meaning(subject, subject.bundle());
    for (JsonPointer field : binaryFields(subject.tree(), JsonPointer.empty())) {
      byte[] bytes = Base64.getDecoder().decode(subject.tree().at(field).asText());
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= (byte) 0x80;
        JsonNode tree = subject.tree();
        replace(tree, field, Base64.getEncoder().encodeToString(bytes));
        bytes[i] ^= (byte) 0x80;
        requireSameOrRefused(
            subject, meaning, Subject.JSON.writeValueAsBytes(tree), field + " byte " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void flippedByteOfTheCheckpointChangesNothingOrIsRefused(Subject subject) throws IOException {
    Meaning meaning = meaning(subject, subject.bundle());
    JsonPointer field =
        JsonPointer.compile(
            "/verificationMaterial/tlogEntries/0/inclusionProof/checkpoint/envelope");
    String checkpoint = subject.tree().at(field).asText();
    assertThat(checkpoint).isNotEmpty();
    for (int i = 0; i < checkpoint.length(); i++) {
      var flipped = new StringBuilder(checkpoint);
      flipped.setCharAt(i, (char) (checkpoint.charAt(i) ^ 1));
      JsonNode tree = subject.tree();
      replace(tree, field, flipped.toString());
      requireSameOrRefused(
          subject, meaning, Subject.JSON.writeValueAsBytes(tree), "checkpoint " + i);
    }
  }

  private static void requireSameOrRefused(
      Subject subject, Meaning meaning, byte[] changed, String what) {
    Proof<VerifiedBundle> proof = subject.verify(changed);
    if (proof instanceof Proven<VerifiedBundle>(VerifiedBundle verified)) {
      assertThat(Meaning.of(changed, verified)).as(what).isEqualTo(meaning);
    }
  }

  private static Meaning meaning(Subject subject, byte[] bundle) {
    return Meaning.of(bundle, Subject.proven(subject.verify(bundle)));
  }

  private static void replace(JsonNode tree, JsonPointer field, String text) {
    JsonNode parent = tree.at(field.head());
    switch (parent) {
      case ObjectNode object -> object.put(field.last().getMatchingProperty(), text);
      case ArrayNode array -> array.set(field.last().getMatchingIndex(), new TextNode(text));
      default -> throw new IllegalStateException(field.toString());
    }
  }

  private static List<JsonPointer> binaryFields(JsonNode node, JsonPointer at) {
    var found = new ArrayList<JsonPointer>();
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(member ->
              found.addAll(binaryFields(member.getValue(), at.appendProperty(member.getKey()))));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        found.addAll(binaryFields(array.get(i), at.appendIndex(i)));
      }
    } else if (isBinary(node)) {
      found.add(at);
    }
    return found;
  }

  private static boolean isBinary(JsonNode node) {
    try {
      return node.isTextual()
          && node.asText().length() >= 32
          && Base64.getDecoder().decode(node.asText().getBytes(StandardCharsets.US_ASCII)).length
              > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
