package io.sealbus.verification.containers;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.Members;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@code sigstoreSigned} requirement. */
final class SigstoreSignedReader {
  private static final Set<String> MEMBERS =
      Set.of(
          "type",
          "keyPath",
          "keyPaths",
          "keyData",
          "keyDatas",
          "fulcio",
          "pki",
          "rekorPublicKeyPath",
          "rekorPublicKeyPaths",
          "rekorPublicKeyData",
          "rekorPublicKeyDatas",
          "signedIdentity");
  private static final Set<String> FULCIO =
      Set.of("caPath", "caData", "oidcIssuer", "subjectEmail");
  private static final Set<String> PKI =
      Set.of(
          "caRootsPath",
          "caRootsData",
          "caIntermediatesPath",
          "caIntermediatesData",
          "subjectEmail",
          "subjectHostname");

  private SigstoreSignedReader() {}

  static Requirement read(Members members) throws InvalidJsonException {
    members.only(MEMBERS);
    SignedIdentity identity = RequirementReader.readIdentity(members);
    List<Material> keys = MaterialReader.several(members, "key");
    List<Material> rekorKeys = MaterialReader.several(members, "rekorPublicKey");
    JsonValue fulcio = members.get("fulcio");
    JsonValue pki = members.get("pki");
    int roots = (keys.isEmpty() ? 0 : 1) + (fulcio == null ? 0 : 1) + (pki == null ? 0 : 1);
    if (roots != 1) {
      throw new InvalidJsonException(
          members.path(), "exactly one of keys, fulcio and pki is needed");
    }
    RootOfTrust root;
    if (fulcio != null) {
      root = readFulcio(Members.of(members.path("fulcio"), fulcio), rekorKeys);
    } else if (pki != null) {
      root = readPki(Members.of(members.path("pki"), pki), rekorKeys);
    } else {
      root = new RootOfTrust.PublicKeys(keys, rekorKeys);
    }
    return new Requirement.SigstoreSigned(root, identity);
  }

  private static RootOfTrust readFulcio(Members fulcio, List<Material> rekorKeys)
      throws InvalidJsonException {
    fulcio.only(FULCIO);
    Material ca = MaterialReader.single(fulcio, "ca");
    String issuer = fulcio.string("oidcIssuer");
    String email = fulcio.string("subjectEmail");
    if (ca == null || issuer.isEmpty() || email.isEmpty()) {
      throw new InvalidJsonException(
          fulcio.path(), "caPath or caData, oidcIssuer and subjectEmail are needed");
    }
    if (rekorKeys.isEmpty()) {
      throw new InvalidJsonException(fulcio.path(), "fulcio needs a Rekor public key");
    }
    return new RootOfTrust.Fulcio(ca, issuer, email, rekorKeys);
  }

  private static RootOfTrust readPki(Members pki, List<Material> rekorKeys)
      throws InvalidJsonException {
    pki.only(PKI);
    Material roots = MaterialReader.single(pki, "caRoots");
    Material intermediates = MaterialReader.single(pki, "caIntermediates");
    String email = emptyToNull(pki.string("subjectEmail"));
    String hostname = emptyToNull(pki.string("subjectHostname"));
    if (roots == null || email == null && hostname == null) {
      throw new InvalidJsonException(
          pki.path(), "caRootsPath or caRootsData, and subjectEmail or subjectHostname are needed");
    }
    if (!rekorKeys.isEmpty()) {
      throw new InvalidJsonException(pki.path(), "pki excludes a Rekor public key");
    }
    return new RootOfTrust.Pki(roots, intermediates, email, hostname);
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
