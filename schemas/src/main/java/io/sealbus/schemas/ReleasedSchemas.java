package io.sealbus.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Every version of every value schema that was ever released, as {@code released/<record>-<n>.avsc}
 * beside this class. A released file is never changed; a new version gets a new file, and a test
 * holds them all against the newest.
 */
public final class ReleasedSchemas {
  private ReleasedSchemas() {}

  /** The released versions of the record named {@code record}, oldest first. */
  public static List<Schema> of(String record) {
    var versions = new ArrayList<Schema>();
    for (int n = 1; ; n++) {
      try (InputStream in =
          ReleasedSchemas.class.getResourceAsStream("released/" + record + "-" + n + ".avsc")) {
        if (in == null) {
          return List.copyOf(versions);
        }
        versions.add(new Schema.Parser().parse(in));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static Map<Long, Schema> byFingerprint(Schema newest) {
    var all = new HashMap<Long, Schema>();
    of(newest.getName()).forEach(s -> all.put(SchemaNormalization.parsingFingerprint64(s), s));
    all.put(SchemaNormalization.parsingFingerprint64(newest), newest);
    return Map.copyOf(all);
  }
}
