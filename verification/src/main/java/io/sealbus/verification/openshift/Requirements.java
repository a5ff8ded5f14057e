package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.Material;
import io.sealbus.verification.containers.Requirement;
import io.sealbus.verification.containers.Requirement.SigstoreSigned;
import io.sealbus.verification.containers.RootOfTrust;
import io.sealbus.verification.containers.SignedIdentity;
import io.sealbus.verification.golang.GoText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an image policy into the requirement that stands for it in a {@code policy.json}. */
final class Requirements {
  private Requirements() {}

  /** Fails on what admission lets in and the constructors of containers/image do not. */
  static Requirement of(ImagePolicy policy) throws SyncFailure {
    if (policy.rootOfTrust().equals(new Trust.Unspecified("PKI"))) {
      throw new SyncFailure("runtime error: invalid memory address or nil pointer dereference");
    }
    SignedIdentity identity = identity(policy.signedIdentity());
    return new SigstoreSigned(rootOfTrust(policy.rootOfTrust()), identity);
  }

  private static RootOfTrust rootOfTrust(Trust trust) throws SyncFailure {
    return switch (trust) {
      case Trust.PublicKey key ->
          new RootOfTrust.PublicKeys(List.of(inline(key.keyData())), rekor(key.rekorKeyData()));
      case Trust.FulcioCaWithRekor fulcio ->
          new RootOfTrust.Fulcio(
              inline(fulcio.fulcioCaData()),
              fulcio.oidcIssuer(),
              fulcio.signedEmail(),
              List.of(inline(fulcio.rekorKeyData())));
      case Trust.Pki pki ->
          new RootOfTrust.Pki(
              inline(pki.caRootsData()),
              pki.caIntermediatesData() == null ? null : inline(pki.caIntermediatesData()),
              pki.email(),
              pki.hostname());
      case Trust.Unspecified unspecified ->
          throw new SyncFailure(
              "exactly one of keyPath, keyPaths, keyData, keyDatas, fulcio, and pki must be"
                  + " specified");
    };
  }

  private static List<Material> rekor(@Nullable Bytes key) {
    return key == null ? List.of() : List.of(inline(key));
  }

  private static Material inline(Bytes bytes) {
    return new Material.Inline(bytes);
  }

  private static SignedIdentity identity(Identity identity) throws SyncFailure {
    return switch (identity) {
      case Identity.MatchRepoDigestOrExact i -> new SignedIdentity.MatchRepoDigestOrExact();
      case Identity.MatchRepository i -> new SignedIdentity.MatchRepository();
      case Identity.ExactRepository exact -> exactRepository(exact.repository());
      case Identity.RemapIdentity remap ->
          new SignedIdentity.RemapIdentity(remap.prefix(), remap.signedPrefix());
    };
  }

  private static SignedIdentity exactRepository(String repository) throws SyncFailure {
    try {
      DockerReference.parseNormalized(repository);
      return new SignedIdentity.ExactRepository(repository);
    } catch (SyncFailure e) {
      throw e.within("Invalid format of dockerRepository " + GoText.quote(repository))
          .within("error getting signedIdentity for ExactRepository");
    }
  }
}
