package io.sealbus.verifier.records;

import io.sealbus.schemas.AttachmentKind;
import io.sealbus.schemas.AttachmentRecord;
import io.sealbus.schemas.Completeness;
import io.sealbus.schemas.EvidenceRecord;
import io.sealbus.schemas.FetchFailure;
import io.sealbus.schemas.PlaceRecord;
import io.sealbus.schemas.ReferrerRecord;
import io.sealbus.verification.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What verdicts rest on of an evidence record, as it stands there: nothing is judged yet.
 *
 * @param parts place by place, the one that nodes look at first
 */
record EvidenceParts(List<Part> parts, String contentDigest) {
  /**
   * One place.
   *
   * @param repository null for the image's own
   */
  record Part(
      AttachmentKind kind,
      @Nullable String repository,
      String tagPrefix,
      List<Layer> layers,
      Completeness completeness,
      @Nullable FetchFailure failure) {}

  /** One layer of an attached manifest. */
  record Layer(
      AttachmentKind kind,
      String mediaType,
      String digest,
      @Nullable Bytes content,
      Map<String, String> annotations,
      @Nullable ReferrerRecord referrer) {}

  static EvidenceParts of(EvidenceRecord record) {
    var parts = new ArrayList<Part>(1 + record.getPlaces().size());
    parts.add(
        ofNodes(layers(record.getAttachments()), record.getCompleteness(), record.getFailure()));
    for (PlaceRecord place : record.getPlaces()) {
      parts.add(
          new Part(
              place.getKind(),
              place.getRepository(),
              place.getTagPrefix(),
              layers(place.getAttachments()),
              place.getCompleteness(),
              place.getFailure()));
    }
    return new EvidenceParts(parts, record.getContentDigest());
  }

  /** The one place that nodes look at. */
  static Part ofNodes(
      List<Layer> layers, Completeness completeness, @Nullable FetchFailure failure) {
    return new Part(AttachmentKind.SIGNATURE_TAG, null, "", layers, completeness, failure);
  }

  private static List<Layer> layers(List<AttachmentRecord> records) {
    var layers = new ArrayList<Layer>(records.size());
    for (AttachmentRecord record : records) {
      ByteBuffer content = record.getBytes();
      layers.add(
          new Layer(
              record.getKind(),
              record.getMediaType(),
              record.getDigest(),
              content == null ? null : Bytes.copyOf(content),
              record.getAnnotations(),
              record.getReferrer()));
    }
    return layers;
  }
}
