package io.sealbus.verification.bundle;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.attestation.DsseEnvelope;
import io.sealbus.verification.attestation.InTotoStatement;
import io.sealbus.verification.bundle.UntrustedBundle.Content;
import io.sealbus.verification.bundle.UntrustedBundle.Material;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.transparency.UntrustedLogEntry;
import io.sealbus.verification.trust.ObservedTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a bundle says and what was proven by it. Two that verify with equal meaning differ in
 * nothing that anybody relies on: the spelling of JSON, a hint, a witness's signature.
 */
record Meaning(
    Object signer,
    List<Bytes> signed,
    List<Object> entries,
    Optional<SigningIdentity> identity,
    Optional<InTotoStatement> statement,
    Set<Bytes> logs,
    List<ObservedTime> times) {
  static Meaning of(byte[] json, VerifiedBundle verified) {
    UntrustedBundle bundle = Subject.proven(BundleReader.read(json, Vectors.PROVIDER));
    Object signer =
        switch (bundle.material()) {
          case Material.OfCertificate(Certificate certificate) -> certificate;
          case Material.OfKey ignored -> "a key";
        };
    Bytes signature = Bytes.copyOf(bundle.content().signature());
    List<Bytes> signed =
        switch (bundle.content()) {
          case Content.Envelope(DsseEnvelope dsse) ->
              List.of(signature, Bytes.copyOf(dsse.signedBytes()));
          case Content.MessageSignature message ->
              List.of(signature, Bytes.copyOf(message.digest()));
        };
    return new Meaning(
        signer,
        signed,
        bundle.logEntries().stream().map(Meaning::entry).toList(),
        verified.identity(),
        verified.statement(),
        verified.logs(),
        verified.times());
  }

  private static Object entry(UntrustedLogEntry entry) {
    var proof = entry.proof();
    return List.of(
        entry.logIndex(),
        entry.logId(),
        entry.kind(),
        entry.version(),
        entry.integratedTime(),
        Optional.ofNullable(entry.promise()).map(Bytes::copyOf),
        Bytes.copyOf(entry.body()),
        proof == null
            ? List.of()
            : List.of(
                proof.logIndex(),
                proof.treeSize(),
                Bytes.copyOf(proof.rootHash()),
                proof.hashes().stream().map(Bytes::copyOf).toList(),
                proof.checkpoint().lines().takeWhile(line -> !line.isEmpty()).toList()));
  }
}
