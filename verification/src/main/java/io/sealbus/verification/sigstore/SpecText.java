package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.sigstore.Shape.Struct;
import io.sealbus.verification.sigstore.StrictDecoder.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Normalised specs as the JSON of a record, and back. */
final class SpecText {
  /** A TrustRoot may hold a whole repository. */
  private static final Limits LIMITS = new Limits(16 << 20, Limits.DEFAULT.depth(), 1);

  private SpecText() {}

  /** Members in the order of {@code shape}; equal specs give equal text. */
  static String write(Node.Mapping normalised, Struct shape) {
    // Defaults were put at the end of their objects; decoding brings them to their place.
    return JsonText.write(decode(normalised, shape));
  }

  /**
   * The spec that {@link #write} wrote.
   *
   * @throws IllegalArgumentException where it did not
   */
  static Node.Mapping read(String json, Struct shape) {
    var read = Documents.read(json.getBytes(StandardCharsets.UTF_8), LIMITS);
    if (read instanceof Reading.Read<List<Node>>(List<Node> documents)
        && documents.size() == 1
        && documents.getFirst() instanceof Node.Mapping spec
        && write(spec, shape).equals(json)) {
      return spec;
    }
    throw new IllegalArgumentException("not the normalised spec of a " + shape.goType());
  }

  private static Node.Mapping decode(Node.Mapping spec, Struct shape) {
    return switch (StrictDecoder.decode(spec, shape)) {
      case Decoded.Good(Node.Mapping decoded) -> decoded;
      case Decoded.Bad(StrictDecoder.Fault fault) ->
          throw new IllegalArgumentException(fault.message());
    };
  }
}
