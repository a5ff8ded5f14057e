package io.sealbus.verification.bundle;

import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.reference.Digest;
import java.util.HexFormat;
import java.util.List;

/** What a signature must be about. */
public sealed interface Artifact {
  /** Names that a statement may call it by. */
  List<Digest> digests();

  /** By its bytes, which every form of bundle can be checked against. */
  record Content(byte[] bytes) implements Artifact {
    @Override
    public List<Digest> digests() {
      return List.of(
          digest("sha256", HashAlgorithm.SHA256),
          digest("sha384", HashAlgorithm.SHA384),
          digest("sha512", HashAlgorithm.SHA512));
    }

    private Digest digest(String name, HashAlgorithm hash) {
      return new Digest(name + ":" + HexFormat.of().formatHex(hash.digest(bytes)));
    }
  }

  /** By its digest, which only a statement can be checked against. */
  record ByDigest(Digest digest) implements Artifact {
    @Override
    public List<Digest> digests() {
      return List.of(digest);
    }
  }
}
