package io.sealbus.schemas;

import io.sealbus.schemas.Topic.Plane;
import io.sealbus.schemas.Topic.Retention;
import io.sealbus.schemas.Topic.Spread;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/** Every topic of the bus. {@code docs/topics.md} is printed from here. */
public final class TopicCatalogue {
  private static final int MIB = 1024 * 1024;
  private static final String POLICY_KEY =
      "`group/kind/namespace/name`; the namespace is empty for a cluster-scoped kind";
  private static final String REFERENCE_KEY =
      "reference: `registry/repository:tag` or `registry/repository@digest`";

  /** Normalised policies. */
  public static final Topic<PolicyRecord> POLICIES =
      compact(
          "policies",
          PolicyRecord.class,
          PolicyRecord.getClassSchema(),
          POLICY_KEY,
          Spread.SINGLE,
          Plane.POLICY,
          "Policies that passed admission. One partition: the offset of a record is the policy version that every verdict and node file names.");

  /** Hints that something changed at a registry. */
  public static final Topic<ImageEventRecord> IMAGE_EVENTS =
      new Topic<>(
          "image-events",
          ImageEventRecord.class,
          ImageEventRecord.getClassSchema(),
          "`registry/repository`",
          new Retention.Delete(Duration.ofDays(7)),
          Spread.BY_REPOSITORY,
          Plane.EVIDENCE,
          MIB,
          "Hints that something changed at a registry, from webhooks or from anyone's producer.");

  /** What references stand for. */
  public static final Topic<ImageRecord> IMAGES =
      compact(
          "images",
          ImageRecord.class,
          ImageRecord.getClassSchema(),
          REFERENCE_KEY,
          Spread.BY_REPOSITORY,
          Plane.EVIDENCE,
          "What each reference stands for at its registry. A tombstone means that the reference is gone.");

  /** What is attached to manifests. */
  public static final Topic<EvidenceRecord> EVIDENCE =
      compact(
          "evidence",
          EvidenceRecord.class,
          EvidenceRecord.getClassSchema(),
          "`registry/repository@digest`",
          Spread.BY_REPOSITORY,
          Plane.EVIDENCE,
          "The attachments of each manifest, checked by digest and judged by nobody, and how complete the fetch was.");

  /** May an image run, and why. */
  public static final Topic<VerdictRecord> VERDICTS =
      compact(
          "verdicts",
          VerdictRecord.class,
          VerdictRecord.getClassSchema(),
          REFERENCE_KEY,
          Spread.BY_REPOSITORY,
          Plane.POLICY,
          "May the image run, and why. Bootstrap by reading from offset 0; a tombstone means that the reference is gone.");

  /** Files as nodes are to have them. */
  public static final Topic<NodeFileRecord> NODE_FILES =
      compact(
          "node-files",
          NodeFileRecord.class,
          NodeFileRecord.getClassSchema(),
          "absolute path on the node",
          Spread.SINGLE,
          Plane.POLICY,
          "The nodes' own policy files, byte for byte. A tombstone means that the node is to have no such file.");

  /** Conditions of policies. */
  public static final Topic<PolicyStatusRecord> POLICY_STATUS =
      compact(
          "policy-status",
          PolicyStatusRecord.class,
          PolicyStatusRecord.getClassSchema(),
          POLICY_KEY,
          Spread.SINGLE,
          Plane.POLICY,
          "The conditions of each policy as the owning platform writes them, and Sealbus's own findings.");

  /** What could not be used. */
  public static final Topic<DeadLetterRecord> DEAD_LETTERS =
      new Topic<>(
          "dead-letters",
          DeadLetterRecord.class,
          DeadLetterRecord.getClassSchema(),
          "the original key",
          new Retention.Delete(Duration.ofDays(30)),
          Spread.BY_REPOSITORY,
          Plane.POLICY,
          MIB,
          "Records and requests that could not be used, as they came, with the reason.");

  private static final List<Topic<?>> ALL =
      List.of(
          POLICIES,
          IMAGE_EVENTS,
          IMAGES,
          EVIDENCE,
          VERDICTS,
          NODE_FILES,
          POLICY_STATUS,
          DEAD_LETTERS);

  static {
    // Avro instantiates no class that it is not told to trust. Whoever reads or writes the bus has
    // a
    // topic in hand, so that ours are added here to what the process trusts.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getPackage() == TopicCatalogue.class.getPackage()));
  }

  private TopicCatalogue() {}

  /** All topics, in the order of the flow. */
  public static List<Topic<?>> all() {
    return ALL;
  }

  private static <V extends SpecificRecord> Topic<V> compact(
      String name,
      Class<V> type,
      Schema schema,
      String key,
      Spread spread,
      Plane plane,
      String about) {
    return new Topic<>(name, type, schema, key, new Retention.Compact(), spread, plane, MIB, about);
  }
}
