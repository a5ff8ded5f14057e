package io.sealbus.verification.containers;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.CertificatePath;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.facts.Facts;
import java.util.ArrayList;
import java.util.List;

/** Parses the material of a {@link RootOfTrust} once. */
final class TrustRootLoader {
  private final MaterialSource files;
  private final SignatureProvider provider;

  TrustRootLoader(MaterialSource files, SignatureProvider provider) {
    this.files = files;
    this.provider = provider;
  }

  /** What whoever checks by these roots remembers. */
  Facts facts() {
    return provider.facts();
  }

  /** Never fails: material that cannot be used becomes a root that rejects every signature. */
  TrustRoot load(RootOfTrust root) {
    try {
      return switch (root) {
        case RootOfTrust.PublicKeys keys -> loadKeys(keys);
        case RootOfTrust.Fulcio fulcio -> loadFulcio(fulcio);
        case RootOfTrust.Pki pki -> loadPki(pki);
      };
    } catch (MalformedException e) {
      return new TrustRoot.Unusable(String.valueOf(e.getMessage()));
    }
  }

  private TrustRoot loadKeys(RootOfTrust.PublicKeys root) throws MalformedException {
    List<VerificationKey> keys = keys("public key", root.keys());
    return root.rekorKeys().isEmpty()
        ? new TrustRoot.Keys(keys)
        : new TrustRoot.LoggedKeys(keys, log(root.rekorKeys()));
  }

  private TrustRoot loadFulcio(RootOfTrust.Fulcio root) throws MalformedException {
    var path = new CertificatePath(anchors("Fulcio CA", root.ca()));
    var check = new FulcioCheck(path, root.oidcIssuer(), root.subjectEmail(), provider);
    return new TrustRoot.FulcioCertificates(check, log(root.rekorKeys()));
  }

  private TrustRoot loadPki(RootOfTrust.Pki root) throws MalformedException {
    List<Certificate> roots = anchors("PKI root", root.caRoots());
    Material material = root.caIntermediates();
    List<Certificate> intermediates =
        material == null ? List.of() : Certificate.fromPemStrict(read(material), provider);
    return new TrustRoot.PkiCertificates(
        new PkiCheck(
            roots,
            new CertificatePath(roots),
            intermediates,
            root.subjectEmail(),
            root.subjectHostname(),
            provider));
  }

  private List<VerificationKey> keys(String what, List<Material> materials)
      throws MalformedException {
    var keys = new ArrayList<VerificationKey>();
    for (Material material : materials) {
      try {
        keys.add(VerificationKey.fromPem(read(material), provider));
      } catch (MalformedException e) {
        throw new MalformedException(what + " " + (keys.size() + 1) + ": " + e.getMessage());
      }
    }
    return List.copyOf(keys);
  }

  private LogPromise.Verifier log(List<Material> materials) throws MalformedException {
    List<VerificationKey> keys = keys("Rekor public key", materials);
    for (VerificationKey key : keys) {
      if (!key.isEcdsa()) {
        throw new MalformedException("a Rekor public key is not of ECDSA");
      }
    }
    return new LogPromise.Verifier(keys);
  }

  private List<Certificate> anchors(String what, Material material) throws MalformedException {
    List<Certificate> anchors = Certificate.fromPemLenient(read(material), provider);
    if (anchors.isEmpty()) {
      throw new MalformedException("no " + what + " certificate in the policy's material");
    }
    return anchors;
  }

  private byte[] read(Material material) throws MalformedException {
    return switch (material) {
      case Material.Inline inline -> inline.content().toArray();
      case Material.Path path ->
          switch (files.read(path.path())) {
            case MaterialSource.Content.Found found -> found.bytes().toArray();
            case MaterialSource.Content.Missing missing ->
                throw new MalformedException("file of the policy: " + missing.why());
          };
    };
  }
}
