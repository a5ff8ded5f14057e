package io.sealbus.runtime.service;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether a process is ready to do its work. It is when every part of it is. */
public final class Health {
  private final Map<String, BooleanSupplier> parts = new ConcurrentHashMap<>();
  private final Map<String, Supplier<List<String>>> findings = new ConcurrentHashMap<>();

  /** Adds a part; {@code ready} is asked often and must answer at once. */
  public void add(String part, BooleanSupplier ready) {
    parts.put(part, ready);
  }

  /**
   * Adds what a part has to tell of that does not keep it from being ready, such as an input that
   * it could not use; {@code found} is asked often and must answer at once.
   */
  public void describe(String part, Supplier<List<String>> found) {
    findings.put(part, found);
  }

  /** What each part has to tell, sorted by name; parts with nothing to tell are left out. */
  public Map<String, List<String>> findings() {
    var told = new TreeMap<String, List<String>>();
    findings.forEach((part, found) -> {
      List<String> now = List.copyOf(found.get());
      if (!now.isEmpty()) {
        told.put(part, now);
      }
    });
    return told;
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
