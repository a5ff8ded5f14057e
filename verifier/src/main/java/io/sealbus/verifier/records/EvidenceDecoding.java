package io.sealbus.verifier.records;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.verification.Bytes;
import io.sealbus.verifier.records.EvidenceParts.Layer;
import io.sealbus.verifier.records.EvidenceParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bus's evidence records, field by field in the order of the newest schema; those of
 * older ones as Avro does. Avro's records in between would take three times as long, for each image
 * of a sweep.
 */
public final class EvidenceDecoding {
  private static final AttachmentKind[] KINDS = AttachmentKind.values();
  private static final Completeness[] COMPLETENESS = Completeness.values();

  private final RecordCodec<EvidenceRecord> codec;

  /**
   * @param codec of the bus
   */
  public EvidenceDecoding(RecordCodec<EvidenceRecord> codec) {
    this.codec = codec;
  }

  /**
   * What the record says that begins at {@code offset} and ends the bytes.
   *
   * @throws UndecodableRecordException where there is none
   */
  EvidenceParts decode(byte[] bytes, int offset) throws UndecodableRecordException {
    int begin = codec.newestAt(bytes, offset);
    return begin < 0
        ? EvidenceParts.of(codec.decode(bytes, offset))
        : record(new AvroReader(bytes, begin));
  }

  private static EvidenceParts record(AvroReader from) throws UndecodableRecordException {
    // Registry, repository and digest are the row's key.
    from.skip();
    from.skip();
    from.skip();
    var parts = new ArrayList<Part>(4);
    parts.add(
        EvidenceParts.ofNodes(
            from.array(() -> layer(from)), from.symbol(COMPLETENESS), from.failure()));
    parts.addAll(from.array(() -> place(from)));
    String contentDigest = from.text();
    // The event, and when.
    if (from.isPresent()) {
      from.skip();
    }
    from.number();
    from.end();
    return new EvidenceParts(parts, contentDigest);
  }

  private static Part place(AvroReader from) throws UndecodableRecordException {
    AttachmentKind kind = from.symbol(KINDS);
    String repository = from.optional();
    String tagPrefix = from.text();
    List<Layer> layers = from.array(() -> layer(from));
    return new Part(kind, repository, tagPrefix, layers, from.symbol(COMPLETENESS), from.failure());
  }

  private static Layer layer(AvroReader from) throws UndecodableRecordException {
    AttachmentKind kind = from.symbol(KINDS);
    String mediaType = from.text();
    String digest = from.text();
    // The size, which the bytes have.
    from.number();
    Bytes content = from.isPresent() ? from.bytes() : null;
    Map<String, String> annotations = from.map();
    return new Layer(kind, mediaType, digest, content, annotations, referrer(from));
  }

  private static @Nullable ReferrerRecord referrer(AvroReader from)
      throws UndecodableRecordException {
    return from.isPresent() ? new ReferrerRecord(from.text(), from.text(), from.integer()) : null;
  }
}
