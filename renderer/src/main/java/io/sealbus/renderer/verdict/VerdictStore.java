package io.sealbus.renderer.verdict;

import io.sealbus.runtime.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest verdict of each reference in a database, with the offsets up to which it reflects the
 * topic. One thread writes; any number read.
 */
final class VerdictStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VerdictStore.class);

  private final InstantSource clock;
  private final WriterSession session;
  private final VerdictWriter writer;
  private final VerdictReads reads;
  private volatile OffsetVector next = OffsetVector.BEGINNING;
  private volatile OffsetVector horizon = OffsetVector.BEGINNING;
  private boolean rebuilding;

  /**
   * Opens the database, and empties it where what it holds is of another schema, another topic, or
   * so old that deletions may have been missed.
   *
   * @throws ConfigurationException where the database cannot be used
   */
  static VerdictStore open(DatabaseSettings settings, String topicId, InstantSource clock) {
    try {
      return new VerdictStore(settings, topicId, clock);
    } catch (StoreUnavailableException e) {
      if (deleteDamaged(settings, e)) {
        return new VerdictStore(settings, topicId, clock);
      }
      throw new ConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  /** What cannot be read is of no use: the topic has it all. */
  private static boolean deleteDamaged(DatabaseSettings settings, StoreUnavailableException why) {
    Path file = settings.file();
    if (file == null
        || !(why.getCause() instanceof SQLException failure)
        || !settings.dialect().isDamaged(failure)) {
      return false;
    }
    log.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("error", failure.getErrorCode())
        .log("damaged table is built anew");
    try {
      Files.deleteIfExists(file);
      return true;
    } catch (IOException e) {
      throw new ConfigurationException(file + " is damaged and cannot be deleted: " + e);
    }
  }

  private VerdictStore(DatabaseSettings settings, String topicId, InstantSource clock) {
    this.clock = clock;
    this.session = new WriterSession(settings);
    this.writer = new VerdictWriter(settings.dialect());
    try {
      session.transaction(connection -> {
        Instant now = clock.instant();
        new VerdictSchema(settings.dialect()).prepare(connection, topicId, now);
        readOffsets(connection);
        purge(connection, now);
        return true;
      });
      this.reads = new VerdictReads(settings);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void readOffsets(Connection connection) throws SQLException {
    var offsets = new HashMap<Integer, Long>();
    var horizons = new HashMap<Integer, Long>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT * FROM sealbus_verdict_offset")) {
        while (row.next()) {
          offsets.put(row.getInt(1), row.getLong(2));
          horizons.put(row.getInt(1), row.getLong(3));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT rebuilding FROM sealbus_verdict_state")) {
        rebuilding = row.next() && row.getInt(1) == 1;
      }
    }
    next = new OffsetVector(offsets);
    horizon = new OffsetVector(horizons);
  }

  private void purge(Connection connection, Instant now) throws SQLException {
    OffsetVector purged = VerdictWriter.purge(connection, now.minus(VerdictSchema.TOMBSTONES_FOR));
    OffsetVector farther = horizon.max(purged);
    writer.writeOffsets(connection, next, farther, now);
    horizon = farther;
  }

  /**
   * Writes a batch with the offsets behind it, in one transaction.
   *
   * @return the changes that were not older than what stood
   * @throws StoreUnavailableException where nothing was written
   */
  List<VerdictChange> write(List<VerdictChange> changes, OffsetVector behind) {
    return session.transaction(connection -> {
      Instant now = clock.instant();
      List<VerdictChange> accepted = writer.write(connection, changes, now);
      OffsetVector farther = next.max(behind);
      writer.writeOffsets(connection, farther, horizon, now);
      connection.commit();
      next = farther;
      return accepted;
    });
  }

  /** Forgets everything, to be built anew from the beginning of the topic. */
  void clear() {
    session.transaction(connection -> {
      VerdictWriter.clear(connection);
      connection.commit();
      next = OffsetVector.BEGINNING;
      rebuilding = true;
      return true;
    });
  }

  /**
   * The table holds what stood on the topic. After it was built anew, deletions from before are not
   * known one by one.
   */
  void caughtUp() {
    session.transaction(connection -> {
      Instant now = clock.instant();
      if (rebuilding) {
        writer.writeOffsets(connection, next, next, now);
        VerdictWriter.markRebuilding(connection, false);
        connection.commit();
        horizon = next;
        rebuilding = false;
      }
      purge(connection, now);
      return true;
    });
  }

  /** How far the table reflects the topic. */
  OffsetVector next() {
    return next;
  }

  /** Who knows the topic only up to before this may have missed deletions. */
  OffsetVector horizon() {
    return horizon;
  }

  VerdictReads reads() {
    return reads;
  }

  @Override
  public void close() {
    reads.close();
    session.close();
  }
}
