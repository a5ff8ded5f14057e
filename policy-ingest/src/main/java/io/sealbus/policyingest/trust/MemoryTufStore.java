package io.sealbus.policyingest.trust;

import dev.sigstore.tuf.MetaStore;
import dev.sigstore.tuf.TargetStore;
import dev.sigstore.tuf.model.SignedTufMeta;
import dev.sigstore.tuf.model.TufMeta;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Metadata and targets in memory. Used by one thread at a time. */
final class MemoryTufStore implements MetaStore, TargetStore {
  private final Map<String, SignedTufMeta<? extends TufMeta>> metadata = new HashMap<>();
  private final Map<String, byte[]> targets = new HashMap<>();

  @Override
  public String getIdentifier() {
    return "memory";
  }

  @Override
  public void writeMeta(String role, SignedTufMeta<? extends TufMeta> meta) {
    metadata.put(role, meta);
  }

  @Override
  public void clearMeta(String role) {
    metadata.remove(role);
  }

  @Override
  public <T extends SignedTufMeta<? extends TufMeta>> Optional<T> readMeta(
      String role, Class<T> type) {
    return Optional.ofNullable(metadata.get(role)).map(type::cast);
  }

  @Override
  public void writeTarget(String name, byte[] content) {
    targets.put(name, content.clone());
  }

  @Override
  public byte[] readTarget(String name) throws IOException {
    byte[] content = targets.get(name);
    if (content == null) {
      throw new IOException("no such target");
    }
    return content.clone();
  }

  @Override
  public InputStream getTargetInputSteam(String name) throws IOException {
    return new ByteArrayInputStream(readTarget(name));
  }

  @Override
  public boolean hasTarget(String name) {
    return targets.containsKey(name);
  }
}
