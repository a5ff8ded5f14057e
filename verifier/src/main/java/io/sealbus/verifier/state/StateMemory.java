package io.sealbus.verifier.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that the stores of all tasks of a process share: blocks that were read, their indexes
 * and filters, and what is not written yet. Outside of the heap. Without it each store would take
 * its own, and a process with more partitions more of it.
 */
public final class StateMemory implements AutoCloseable {
  /** Under which Streams hands it to {@link Settings}. */
  public static final String SETTING = "sealbus.state.memory";

  private static final long MIB = 1024 * 1024;
  private static final long WRITE_BUFFER = 8 * MIB;
  private static final long BLOCK = 32 * 1024;
  private static final int BITS_PER_KEY = 10;

  private final Cache cache;
  private final WriteBufferManager writeBuffers;
  private final BloomFilter filter = new BloomFilter(BITS_PER_KEY);

  static {
    RocksDB.loadLibrary();
  }

  /**
   * @param mebibytes for everything; a third at most of it for what is not written yet
   */
  public StateMemory(int mebibytes) {
    cache = new LRUCache(mebibytes * MIB);
    writeBuffers = new WriteBufferManager(mebibytes * MIB / 3, cache);
  }

  /** Configures each store; made by Streams. */
  public static final class Settings implements RocksDBConfigSetter {
    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      if (configs.get(SETTING) instanceof StateMemory memory) {
        memory.configure(options);
      }
    }

    @Override
    public void close(String store, Options options) {
      // What was set belongs to all stores.
    }
  }

  private void configure(Options options) {
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    table.setBlockSize(BLOCK);
    table.setFilterPolicy(filter);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(writeBuffers);
    options.setWriteBufferSize(WRITE_BUFFER);
    options.setMaxWriteBufferNumber(2);
    // Rows of one kind lie together: a change of what was published rewrites those rows, and leaves
    // the evidence, ten times as long, where it is.
    options.setCompactionStyle(CompactionStyle.LEVEL);
    options.setTargetFileSizeBase(16 * MIB);
    options.setMaxBytesForLevelBase(64 * MIB);
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
  }

  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
    filter.close();
  }
}
