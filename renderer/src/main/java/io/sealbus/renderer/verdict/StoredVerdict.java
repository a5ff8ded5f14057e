package io.sealbus.renderer.verdict;

/**
 * A row.
 *
 * @param record the value as it stood on the topic; empty where the reference is gone
 */
record StoredVerdict(String reference, int partition, long offset, boolean gone, byte[] record) {}
