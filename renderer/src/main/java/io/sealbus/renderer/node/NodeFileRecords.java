package io.sealbus.renderer.node;

import io.sealbus.schemas.NodeFileDifference;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.Difference;
import io.sealbus.verification.openshift.NodeChange.FileChange;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of node files, which tell beside the bytes what the change means. */
final class NodeFileRecords {
  private static final int MODE = 0644;
  private static final int MOST_DIFFERENCES = 100;
  private static final int LONGEST_TEXT = 300;
  private static final int MOST_POLICIES = 10;

  /** Beyond this the record has no room for more than the file itself. */
  private static final int LARGE_FILE = 800_000;

  private NodeFileRecords() {}

  /** The file as it is to be, of {@code version} of the policies. */
  static NodeFileRecord of(
      FileChange change, Bytes content, @Nullable String refused, long version) {
    int most = content.size() > LARGE_FILE ? 0 : MOST_DIFFERENCES;
    List<NodeFileDifference> differences =
        change.differences().stream().limit(most).map(NodeFileRecords::difference).toList();
    byte[] bytes = content.toArray();
    return new NodeFileRecord(
        change.path(),
        ByteBuffer.wrap(bytes),
        Sha256.hex(bytes),
        MODE,
        version,
        refused == null ? null : cut(refused),
        change.disruption().name(),
        differences,
        change.differences().size() - differences.size());
  }

  private static NodeFileDifference difference(Difference difference) {
    String before = difference.before();
    String after = difference.after();
    return new NodeFileDifference(
        difference.subject().name(),
        difference.scope(),
        before == null ? null : cut(before),
        after == null ? null : cut(after),
        difference.policies().stream().limit(MOST_POLICIES).map(ResourceKey::text).toList());
  }

  private static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  /** The bytes of the file. */
  static Bytes content(NodeFileRecord record) {
    byte[] bytes = new byte[record.getContent().remaining()];
    record.getContent().duplicate().get(bytes);
    return Bytes.copyOf(bytes);
  }
}
