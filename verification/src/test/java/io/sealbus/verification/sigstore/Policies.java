package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.Admission.Outcome;
import io.sealbus.verification.sigstore.Admission.Strictness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        RemoteTexts.NONE,
        (root, mirror, targets) -> gzipFault(mirror));
  }

  /** The policy whose spec is {@code spec}, in YAML. */
  static ClusterImagePolicy admitted(String spec) {
    String document =
        "apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata: {name: p}\nspec: "
            + spec;
    return switch (admission(Strictness.SOUND, ControllerConfiguration.DEFAULT)
        .admit(resource(document))) {
      case Outcome.AdmittedPolicy admitted -> admitted.policy();
      case Outcome other -> throw new IllegalArgumentException(other.toString());
    };
  }

  static Resource resource(String yaml) {
    return resource(document(yaml));
  }

  static Resource resource(Node document) {
    return ((Reading.Read<Resource>) Resource.of(document)).value();
  }

  static Node.Mapping document(String yaml) {
    var reading = Documents.read(yaml.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    return (Node.Mapping) ((Reading.Read<List<Node>>) reading).value().getFirst();
  }

  private static Optional<String> gzipFault(Bytes mirror) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(mirror.toArray()))) {
      return in.read() < 0 ? Optional.of("empty") : Optional.empty();
    } catch (IOException e) {
      return Optional.of("failed to uncompress: gzip: invalid header");
    }
  }
}
