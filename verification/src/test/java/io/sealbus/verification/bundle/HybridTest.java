package io.sealbus.verification.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Proof.Proven;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mix of two good bundles: whatever part is taken over from the other, the rest gives it
 * away. The same mistake, a part that is not bound to the others, was a vulnerability in several
 * verifiers.
 */
class HybridTest {
  private static final String MATERIAL = "/verificationMaterial";
  private static final String ENTRY = MATERIAL + "/tlogEntries/0";
  private static final String PROOF = ENTRY + "/inclusionProof";

  /** Taken over together are those that are one value in two spellings, or one oneof. */
  private static final List<List<String>> FIELDS =
      List.of(
          List.of(MATERIAL + "/certificate", MATERIAL + "/x509CertificateChain"),
          List.of(MATERIAL + "/timestampVerificationData"),
          List.of(ENTRY + "/logId", ENTRY + "/kindVersion"),
          List.of(ENTRY + "/logIndex"),
          List.of(ENTRY + "/integratedTime"),
          List.of(ENTRY + "/inclusionPromise"),
          List.of(ENTRY + "/canonicalizedBody"),
          List.of(PROOF + "/logIndex", PROOF + "/hashes"),
          List.of(PROOF + "/rootHash", PROOF + "/treeSize", PROOF + "/checkpoint"),
          List.of("/messageSignature/messageDigest", "/dsseEnvelope/payload"),
          List.of("/messageSignature/signature", "/dsseEnvelope/signatures"));

  static List<Arguments> pairs() {
    return List.of(
        Arguments.of(
            Subject.conformance("happy-path-v0.1"), Subject.conformance("happy-path-v0.3")),
        Arguments.of(
            Subject.conformance("rekor2-happy-path"),
            Subject.conformance("rekor2-timestamp-with-embedded-cert")),
        Arguments.of(
            Subject.attestation("dsse-promised"), Subject.attestation("hashedrekord-promised")),
        Arguments.of(Subject.attestation("dsse-tiled"), Subject.attestation("dsse-promised")));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void noMixOfTwoGoodBundlesPasses(Subject base, Subject other) throws IOException {
    ObjectNode baseTree = (ObjectNode) base.tree();
    JsonNode otherTree = other.tree();
    assertThat(base.verify(base.bundle())).isInstanceOf(Proven.class);
    assertThat(other.verify(other.bundle())).isInstanceOf(Proven.class);
    List<List<String>> differing =
        FIELDS.stream().filter(field -> differs(baseTree, otherTree, field)).toList();
    assertThat(differing).hasSizeGreaterThan(6);

    Set<Meaning> good = new HashSet<>();
    good.add(meaning(base, base.bundle()));
    if (base.verify(other.bundle()) instanceof Proven) {
      good.add(meaning(base, other.bundle()));
    }
    var passed = new ArrayList<List<List<String>>>();
    for (int mix = 1; mix < 1 << differing.size(); mix++) {
      ObjectNode hybrid = baseTree.deepCopy();
      var taken = new ArrayList<List<String>>();
      for (int i = 0; i < differing.size(); i++) {
        if ((mix >> i & 1) == 1) {
          takeOver(hybrid, otherTree, differing.get(i));
          taken.add(differing.get(i));
        }
      }
      byte[] json = Subject.JSON.writeValueAsBytes(hybrid);
      if (base.verify(json) instanceof Proven && !good.contains(meaning(base, json))) {
        passed.add(taken);
      }
    }
    assertThat(passed).isEmpty();
  }

  /** A mix of every part is the other bundle, which is about another artifact or by another. */
  @Test
  void wholeOtherBundleIsRefusedForAnotherArtifact() {
    Subject one = Subject.attestation("dsse-promised");
    Subject other = Subject.attestation("dsse-tiled");

    assertThat(one.verify(other.bundle())).isInstanceOf(Proof.Refused.class);
  }

  private static boolean differs(JsonNode base, JsonNode other, List<String> field) {
    return field.stream().anyMatch(path -> !base.at(path).equals(other.at(path)));
  }

  private static void takeOver(ObjectNode hybrid, JsonNode other, List<String> field) {
    for (String path : field) {
      JsonPointer pointer = JsonPointer.compile(path);
      String name = pointer.last().getMatchingProperty();
      if (hybrid.at(pointer.head()) instanceof ObjectNode parent) {
        JsonNode value = other.at(path);
        if (value.isMissingNode()) {
          parent.remove(name);
        } else {
          parent.set(name, value);
        }
      }
    }
  }

  private static Meaning meaning(Subject subject, byte[] json) {
    return Meaning.of(json, Subject.proven(subject.verify(json)));
  }
}
