package io.sealbus.verification.bundle;

import static io.sealbus.verification.ReasonCode.BUNDLE_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.BundleCase;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Proof.Proven;
import io.sealbus.verification.Proof.Refused;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.timestamp.UntrustedTimestamp;
import io.sealbus.verification.transparency.LogClaim;
import io.sealbus.verification.transparency.RekorBundle;
import io.sealbus.verification.transparency.RekorBundleVerifier;
import io.sealbus.verification.trust.TrustedRootReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that nobody means well with: bounded, refused by a code, never an exception. */
class HostileBundleTest {
  private static final int ROUNDS = 1_000;

  private static ReasonCode refusal(Proof<?> proof) {
    return ((Refused<?>) proof).reason().code();
  }

  static List<BundleCase> seeds() {
    return Vectors.all();
  }

  /** The corpus is the suite's bundles; each round spoils one of them in a few places. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void spoiledBundlesAreRefusedOrMeanTheSame(long seed) {
    var random = new SplittableRandom(seed);
    List<BundleCase> seeds = seeds();
    for (int i = 0; i < ROUNDS; i++) {
      BundleCase given = seeds.get(random.nextInt(seeds.size()));
      byte[] spoiled = spoil(given.bundle(), random);

      Proof<VerifiedBundle> proof = Vectors.verify(given, spoiled);

      assertThat(given.passes() || proof instanceof Refused).as(given.name()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void spoiledPartsNeverThrow(long seed) {
    var random = new SplittableRandom(seed);
    Subject subject = Subject.conformance("rekor2-timestamp-with-embedded-cert");
    byte[] root = Vectors.named("happy-path-v0.1").trustedRoot();
    byte[] timestamp =
        Subject.proven(BundleReader.read(subject.bundle(), Vectors.PROVIDER))
            .timestamps()
            .get(0)
            .der();
    byte[] json =
        "{\"payloadType\":\"t\",\"payload\":\"e30=\",\"signatures\":[{\"sig\":\"AQ==\"}],\"subject\":[{\"name\":\"a\",\"digest\":{\"sha256\":\"00\"}}],\"Payload\":{\"body\":\"e30=\",\"integratedTime\":1}}"
            .getBytes(StandardCharsets.UTF_8);
    var rekor = new RekorBundleVerifier(subject.root().transparencyLogs());
    var claim = LogClaim.ofSignature(new byte[1], new byte[1], new byte[1]);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] spoiled = spoil(json, random);
      assertThat(DsseEnvelope.parse(spoiled, 1 << 20)).isNotNull();
      assertThat(InTotoStatement.parse(spoiled, 1 << 20)).isNotNull();
      assertThat(
              rekor.verify(
                  new RekorBundle(new String(spoiled, StandardCharsets.ISO_8859_1)), claim))
          .isInstanceOf(Refused.class);
      assertThat(TrustedRootReader.read(spoil(root, random), Vectors.PROVIDER)).isNotNull();
      assertThat(UntrustedTimestamp.parse(spoil(timestamp, random), Vectors.PROVIDER)).isNotNull();
    }
  }

  private static byte[] spoil(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    int places = 1 + random.nextInt(4);
    for (int i = 0; i < places; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from);
        byte[] doubled = Arrays.copyOf(bytes, bytes.length + to - from);
        System.arraycopy(bytes, from, doubled, bytes.length, to - from);
        yield doubled;
      }
      default -> bytes;
    };
  }

  private static final Subject GOOD = Subject.attestation("dsse-promised");

  private static ObjectNode material(JsonNode bundle) {
    return (ObjectNode) bundle.get("verificationMaterial");
  }

  @Test
  void readsOriginalFieldNamesAndTheUrlAlphabet() {
    String json =
        new String(GOOD.bundle(), StandardCharsets.UTF_8)
            .replace("mediaType", "media_type")
            .replace("verificationMaterial", "verification_material")
            .replace("tlogEntries", "tlog_entries")
            .replace("canonicalizedBody", "canonicalized_body")
            .replace("rawBytes", "raw_bytes")
            .replace("payloadType", "payload_type");
    assertThat(GOOD.verify(json.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Proven.class);
    ObjectNode promise =
        (ObjectNode) GOOD.tree().at("/verificationMaterial/tlogEntries/0/inclusionPromise");
    String set = promise.get("signedEntryTimestamp").asText();
    String url = set.replace('+', '-').replace('/', '_').replace("=", "");
    assertThat(
            GOOD.verify(
                new String(GOOD.bundle(), StandardCharsets.UTF_8)
                    .replace(set, url)
                    .getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Proven.class);
  }

  @Test
  void refusesUnknownAndRepeatedFields() {
    String json = new String(GOOD.bundle(), StandardCharsets.UTF_8);
    for (String spoiled :
        List.of(
            json.replaceFirst("\\{", "{\"more\":1,"),
            json.replaceFirst("\\{", "{\"dsse_envelope\":{},"),
            json.replaceFirst("\"rawBytes\"", "\"rawbytes\""),
            json + "{}",
            "[" + json + "]")) {
      assertThat(refusal(GOOD.verify(spoiled.getBytes(StandardCharsets.UTF_8))))
          .isEqualTo(BUNDLE_INVALID);
    }
  }

  @Test
  void refusesTwoSignaturesAndNone() {
    JsonNode two = GOOD.tree();
    ArrayNode signatures = (ArrayNode) two.at("/dsseEnvelope/signatures");
    signatures.add(signatures.get(0).deepCopy());
    JsonNode none = GOOD.tree();
    ((ArrayNode) none.at("/dsseEnvelope/signatures")).removeAll();

    assertThat(refusal(GOOD.verify(two))).isEqualTo(BUNDLE_INVALID);
    assertThat(refusal(GOOD.verify(none))).isEqualTo(BUNDLE_INVALID);
  }

  @Test
  void refusesOneLogEntryTwiceAndTooMany() {
    JsonNode twice = GOOD.tree();
    ArrayNode entries = (ArrayNode) twice.at("/verificationMaterial/tlogEntries");
    entries.add(entries.get(0).deepCopy());
    JsonNode many = GOOD.tree();
    ArrayNode all = (ArrayNode) many.at("/verificationMaterial/tlogEntries");
    for (int i = 0; i < 32; i++) {
      all.add(all.get(0).deepCopy());
    }

    assertThat(refusal(GOOD.verify(twice))).isEqualTo(BUNDLE_INVALID);
    assertThat(refusal(GOOD.verify(many))).isEqualTo(BUNDLE_INVALID);
  }

  @Test
  void refusesTooManyTimestampsBeforeItLooksAtAny() {
    JsonNode many = GOOD.tree();
    ArrayNode timestamps =
        material(many).putObject("timestampVerificationData").putArray("rfc3161Timestamps");
    for (int i = 0; i < 33; i++) {
      timestamps.addObject().put("signedTimestamp", "AQ==");
    }

    assertThat(refusal(GOOD.verify(many))).isEqualTo(BUNDLE_INVALID);
  }

  @Test
  void refusesAChainFromVersion3On() {
    JsonNode tree = GOOD.tree();
    JsonNode certificate = material(tree).remove("certificate");
    material(tree).putObject("x509CertificateChain").putArray("certificates").add(certificate);

    assertThat(refusal(GOOD.verify(tree))).isEqualTo(BUNDLE_INVALID);
  }

  @Test
  void refusesTwoKindsOfMaterial() {
    JsonNode tree = GOOD.tree();
    material(tree).putObject("publicKey").put("hint", "x");

    assertThat(refusal(GOOD.verify(tree))).isEqualTo(BUNDLE_INVALID);
  }

  @Test
  void keyInABundleIsOnlyAHint() {
    Subject subject = Subject.conformance("managed-key-happy-path");
    JsonNode tree = subject.tree();
    ((ObjectNode) material(tree).get("publicKey")).put("hint", "another");

    assertThat(subject.verify(tree)).isInstanceOf(Proven.class);
  }
}
