package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.sigstore.Admission.Strictness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What the tests of this package stand on. */
final class Policies {
  private Policies() {}

  /** An admission to which no policy text is one, and every gzip'd mirror a repository. */
  static Admission admission(Strictness strictness, ControllerConfiguration configuration) {
    return new Admission(
        strictness,
        Admission.DEFAULT_NAMESPACE,
        configuration,
        (language, text) -> new Compilation.Malformed("no language"),
        (root, mirror, targets) -> gzipFault(mirror));
  }

  private static Optional<String> gzipFault(Bytes mirror) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(mirror.toArray()))) {
      return in.read() < 0 ? Optional.of("empty") : Optional.empty();
    } catch (IOException e) {
      return Optional.of("failed to uncompress: gzip: invalid header");
    }
  }
}
