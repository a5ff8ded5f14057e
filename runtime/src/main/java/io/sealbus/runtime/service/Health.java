package io.sealbus.runtime.service;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Whether a process is ready to do its work. It is when every part of it is. */
public final class Health {
  private final Map<String, BooleanSupplier> parts = new ConcurrentHashMap<>();

  /** Adds a part; {@code ready} is asked often and must answer at once. */
  public void add(String part, BooleanSupplier ready) {
    parts.put(part, ready);
  }

  /** Each part and whether it is ready, sorted by name. */
  public Map<String, Boolean> report() {
    var report = new TreeMap<String, Boolean>();
    parts.forEach((part, ready) -> report.put(part, ready.getAsBoolean()));
    return report;
  }

  /** Whether every part is ready. */
  public boolean ready() {
    return parts.values().stream().allMatch(BooleanSupplier::getAsBoolean);
  }
}
