package io.sealbus.bench.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.testkit.FakeRekor;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestCertificate;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSignature;
import io.sealbus.testkit.TestSigner;
import io.sealbus.testkit.TestSigstore;
import io.sealbus.testkit.TestStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes all kinds. Everything comes from seeds, so that it is the same each time. */
public final class Kinds {
  private static final String HOST = "registry.example.test";
  private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
  private static final String SLSA = "https://slsa.dev/provenance/v1";

  private final TestRegistry registry;
  private final int images;
  private final Sigstore sigstore = new Sigstore();

  private Kinds(TestRegistry registry, int images) {
    this.registry = registry;
    this.images = images;
  }

  /** The {@code number}-th image of a kind, with its evidence. */
  private interface Maker {
    Subject make(int number, TestImage image, Repository repository);
  }

  /** All kinds, with so many images that few certificates are met while they are remembered. */
  public static List<Kind> all(boolean quick) {
    return all(quick ? 10 : 600);
  }

  /** All kinds, each with so many images. */
  public static List<Kind> all(int images) {
    try (TestRegistry registry = TestRegistry.start()) {
      var kinds = new Kinds(registry, images);
      var all = new ArrayList<Kind>();
      all.add(kinds.nodeKey("key P-256", TestKey.Kind.P256, false));
      all.add(kinds.nodeKey("key P-256 + SET", TestKey.Kind.P256, true));
      all.add(kinds.nodeFulcio());
      all.add(kinds.nodePki());
      all.add(kinds.nodeKey("key RSA-4096", TestKey.Kind.RSA_4096, false));
      all.add(kinds.admissionKey());
      all.add(kinds.keylessTimestamped());
      all.add(kinds.keylessLogged());
      all.add(kinds.bundle("bundle, Rekor v1 proof", false));
      all.add(kinds.bundle("bundle, Rekor v2 proof", true));
      all.add(kinds.attestation("attestation + CUE", "cue", Policies.CUE));
      all.add(kinds.attestation("attestation + Rego", "rego", Policies.REGO));
      all.add(kinds.attestation("attestation + CEL", "cel", Policies.CEL));
      return all;
    }
  }

  private Kind nodeKey(String name, TestKey.Kind kind, boolean logged) {
    TestKey key = TestKey.of(kind, "bench key");
    FakeRekor rekor = sigstore.rekor();
    String policy = Policies.nodeKey(key.publicKeyPem(), logged ? rekor.publicKeyPem() : null);
    return kind(
        name,
        Kind.Side.NODE,
        policy,
        null,
        (number, image, repository) -> {
          TestSignature signature = TestSigner.with(key).sign(repository + ":1.0", image);
          var checks = new ArrayList<>(List.of(checkOf(key, signature)));
          if (logged) {
            signature = logged(signature, key.publicKeyPem(), number, checks);
          }
          return new Attached.Signature(signature).to(image, repository, checks);
        });
  }

  private Kind nodeFulcio() {
    String policy =
        Policies.nodeFulcio(
            sigstore.root().pem(), sigstore.rekor().publicKeyPem(), Sigstore.SIGNER);
    return kind(
        "Fulcio + SET",
        Kind.Side.NODE,
        policy,
        null,
        (number, image, repository) -> {
          TestSigstore.Signer signer = sigstore.signer(number);
          TestSignature signature = signer.signWithoutTimestamp(repository + ":1.0", image);
          TestCertificate leaf = signer.certificate();
          var checks = new ArrayList<>(List.of(checkOf(leaf.key(), signature)));
          checks.add(sigstore.checkOf(leaf));
          signature = logged(signature, leaf.pem(), number, checks);
          return new Attached.Signature(signature).to(image, repository, checks);
        });
  }

  private Kind nodePki() {
    Instant from = sigstore.at(0);
    Instant until = from.plus(Duration.ofDays(365 * 20));
    TestKey key = TestKey.of(TestKey.Kind.P256, "bench pki");
    TestCertificate root = TestCertificate.authority("bench pki", key, from, until);
    String address = Sigstore.SIGNER.subject();
    return kind(
        "PKI",
        Kind.Side.NODE,
        Policies.nodePki(root.pem(), address),
        null,
        (number, image, repository) -> {
          TestKey own = TestKey.of(TestKey.Kind.P256, "bench pki " + number);
          TestCertificate leaf = root.signer(address, own, from, until);
          TestSignature signature =
              TestSigner.with(own)
                  .sign(repository + ":1.0", image)
                  .annotation(TestSignature.CERTIFICATE, leaf.pem());
          var checks = List.of(checkOf(own, signature), Check.ofCertificate(leaf, key));
          return new Attached.Signature(signature).to(image, repository, checks);
        });
  }

  private Kind admissionKey() {
    TestKey key = TestKey.of(TestKey.Kind.P256, "bench key");
    return kind(
        "key P-256, admission",
        Kind.Side.ADMISSION,
        Policies.admissionKey(key.publicKeyPem()),
        null,
        (number, image, repository) -> {
          TestSignature signature = TestSigner.with(key).sign(repository + ":1.0", image);
          return new Attached.Signature(signature)
              .to(image, repository, List.of(checkOf(key, signature)));
        });
  }

  private Kind keylessTimestamped() {
    return kind(
        "keyless + TSA",
        Kind.Side.ADMISSION,
        Policies.keylessTimestamped(Sigstore.SIGNER),
        sigstore.trustedRoot(false),
        (number, image, repository) -> {
          TestSigstore.Signer signer = sigstore.signer(number);
          TestSignature signature = signer.sign(repository + ":1.0", image);
          String timestamp = String.valueOf(signature.annotations().get(TIMESTAMP));
          byte[] response =
              Bundles.decode(Bundles.parse(timestamp).path("SignedRFC3161Timestamp").asText());
          TestCertificate leaf = signer.certificate();
          var checks =
              List.of(
                  checkOf(leaf.key(), signature),
                  sigstore.checkOf(leaf),
                  sigstore.checkOfTimestamp(response));
          return new Attached.Signature(signature).to(image, repository, checks);
        });
  }

  private Kind keylessLogged() {
    return kind(
        "keyless + SET + SCT",
        Kind.Side.ADMISSION,
        Policies.keylessLogged(Sigstore.SIGNER),
        sigstore.trustedRoot(false),
        (number, image, repository) -> {
          TestSigstore.Signer signer = sigstore.signer(number);
          TestSignature signature = signer.signWithoutTimestamp(repository + ":1.0", image);
          TestCertificate leaf = signer.certificate();
          var checks = new ArrayList<>(List.of(checkOf(leaf.key(), signature)));
          checks.add(sigstore.checkOf(leaf));
          checks.add(sigstore.checkOfPromise(leaf));
          signature = logged(signature, leaf.pem(), number, checks);
          return new Attached.Signature(signature).to(image, repository, checks);
        });
  }

  private Kind bundle(String name, boolean tiled) {
    var bundles = new Bundles(sigstore);
    return kind(
        name,
        Kind.Side.ADMISSION,
        Policies.bundle(Sigstore.SIGNER),
        sigstore.trustedRoot(tiled),
        (number, image, repository) -> {
          TestStatement statement = TestStatement.of(SLSA, predicate(number), image);
          Bundles.Made made =
              tiled ? bundles.tiled(number, statement) : bundles.logged(number, statement);
          return new Attached.Bundle(made.bundle()).to(image, repository, made.checks());
        });
  }

  private Kind attestation(String name, String language, String text) {
    TestKey key = TestKey.of(TestKey.Kind.P256, "bench key");
    String policy = Policies.attestation(key.publicKeyPem(), language, text);
    return kind(
        name,
        Kind.Side.ADMISSION,
        policy,
        null,
        (number, image, repository) -> {
          TestStatement statement = TestStatement.of(SLSA, predicate(number), image);
          byte[] signature = key.sign(statement.encoding());
          var attestation = Attestations.of(statement, signature);
          var checks = List.of(Check.of(key, statement.encoding(), signature));
          return new Attached.Attestation(attestation).to(image, repository, checks);
        });
  }

  /** What a builder says, as short as one gets that policies find something in. */
  private static ObjectNode predicate(int number) {
    ObjectNode predicate = new ObjectMapper().createObjectNode();
    ObjectNode definition = predicate.putObject("buildDefinition");
    definition.put("buildType", "https://build.example.com/type/v1");
    definition.putObject("externalParameters").put("ref", "refs/heads/main").put("run", number);
    predicate
        .putObject("runDetails")
        .putObject("builder")
        .put("id", "https://build.example.com/builder");
    return predicate;
  }

  private static Check checkOf(TestKey key, TestSignature signature) {
    return Check.of(key, signature.payload().bytes(), signature.signature());
  }

  /** With an entry in the log, whose promise is one check more. */
  private TestSignature logged(
      TestSignature signature, String keyOrCertificatePem, int number, List<Check> checks) {
    FakeRekor.Entry entry =
        sigstore.rekor().entry(signature, keyOrCertificatePem, sigstore.at(number));
    String bundle = entry.bundle();
    byte[] set = Bundles.decode(Bundles.parse(bundle).path("SignedEntryTimestamp").asText());
    checks.add(Check.of(sigstore.logKey(), Bundles.payload(entry), set));
    return signature.annotation(TestSignature.BUNDLE, bundle);
  }

  private Kind kind(
      String name, Kind.Side side, String policy, @Nullable String trustedRoot, Maker maker) {
    Repository repository = registry.host(HOST).repository("bench/" + Kind.file(name));
    var subjects = new ArrayList<Subject>();
    for (int i = 0; i < images; i++) {
      subjects.add(maker.make(i, TestImage.of(name + " " + i), repository));
    }
    return new Kind(name, side, policy, trustedRoot, subjects);
  }
}
