package io.sealbus.renderer.verdict;

import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.UndecodableRecordException;
import io.sealbus.schemas.VerdictRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of verdicts, by reference. It ends at the limit asked for, or earlier: at a bound on
 * bytes, or on rows looked at. {@code next} says whether and where it goes on.
 */
final class VerdictPage {
  private static final int ROWS_AT_ONCE = 100;
  private static final int MAX_ROWS = 20_000;
  private static final long MAX_BYTES = 8L * 1024 * 1024;

  private final VerdictReads reads;
  private final RecordCodec<VerdictRecord> codec;
  private final JsonArray items = new JsonArray();
  private long bytes;
  private int looked;

  VerdictPage(VerdictReads reads, RecordCodec<VerdictRecord> codec) {
    this.reads = reads;
    this.codec = codec;
  }

  /** Reads the page. Blocks. */
  JsonObject read(VerdictQuery query) throws UndecodableRecordException {
    String after = query.after();
    while (true) {
      int rows = Math.min(ROWS_AT_ONCE, query.limit() + 1);
      List<StoredVerdict> found = reads.page(query.filter(), after, rows);
      for (StoredVerdict row : found) {
        if (items.size() >= query.limit() || bytes >= MAX_BYTES || looked >= MAX_ROWS) {
          return json(after);
        }
        add(row, query.filter());
        after = row.reference();
      }
      if (found.size() < rows) {
        return json(null);
      }
    }
  }

  private void add(StoredVerdict row, VerdictFilter filter) throws UndecodableRecordException {
    looked++;
    VerdictRecord verdict = codec.decode(row.record());
    if (filter.matches(verdict)) {
      items.add(VerdictJson.of(verdict));
      bytes += row.record().length;
    }
  }

  private JsonObject json(@Nullable String next) {
    return new JsonObject().put("items", items).put("next", next);
  }
}
