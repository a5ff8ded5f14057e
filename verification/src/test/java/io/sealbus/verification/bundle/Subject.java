package io.sealbus.verification.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealbus.testkit.BundleCase;
import io.sealbus.verification.Proof;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.bundle.UntrustedBundle.Content;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRootReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bundle that verifies, with all that it takes to verify it or what becomes of it. */
record Subject(
    String name,
    byte[] bundle,
    TrustedRoot root,
    BundleVerifier verifier,
    Artifact artifact,
    ExpectedSigner signer,
    BundleRequirements requirements) {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Path ATTESTATIONS =
      Path.of(System.getProperty("sealbus.root", ".."), "vectors", "attestation-bundles");
  private static final SigningIdentity ACME =
      new SigningIdentity("release@acme.example.org", "https://accounts.example.org");

  /** Of the conformance suite. */
  static Subject conformance(String name) {
    BundleCase given = Vectors.named(name);
    TrustedRoot root = proven(TrustedRootReader.read(given.trustedRoot(), Vectors.PROVIDER));
    UntrustedBundle bundle = proven(BundleReader.read(given.bundle(), Vectors.PROVIDER));
    return new Subject(
        name,
        given.bundle(),
        root,
        BundleVerifier.of(root, Vectors.PROVIDER),
        new Artifact.Content(given.artifact()),
        proven(Proof.of(() -> Vectors.signer(given))),
        Vectors.requirements(bundle, root, given.key() != null));
  }

  /** Of {@code vectors/attestation-bundles}. */
  static Subject attestation(String name) {
    byte[] json = bytes(ATTESTATIONS.resolve(name + ".json"));
    TrustedRoot root =
        proven(
            TrustedRootReader.read(
                bytes(ATTESTATIONS.resolve("trusted_root.json")), Vectors.PROVIDER));
    UntrustedBundle bundle = proven(BundleReader.read(json, Vectors.PROVIDER));
    byte[] payload = ((Content.Envelope) bundle.content()).dsse().payload();
    String hex =
        proven(InTotoStatement.parse(payload, 1 << 20)).subjects().get(0).digests().get("sha256");
    return new Subject(
        name,
        json,
        root,
        BundleVerifier.of(root, Vectors.PROVIDER),
        new Artifact.ByDigest(new Digest("sha256:" + hex)),
        new ExpectedSigner.OfIdentity(ACME::equals),
        BundleRequirements.logged(false));
  }

  static <T> T proven(Proof<T> proof) {
    return ((Proof.Proven<T>) proof).value();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode tree() {
    try {
      return JSON.readTree(bundle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Proof<VerifiedBundle> verify(byte[] json) {
    return Proof.of(() ->
        verifier
            .verify(
                BundleReader.read(json, Vectors.PROVIDER).orRefuse(),
                artifact,
                signer,
                requirements,
                Vectors.NOW)
            .orRefuse());
  }

  Proof<VerifiedBundle> verify(JsonNode tree) {
    try {
      return verify(JSON.writeValueAsBytes(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
