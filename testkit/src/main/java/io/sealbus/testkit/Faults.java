package io.sealbus.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults that are in force, and how often each still strikes. The newest strikes first. */
final class Faults {
  private static final Fault NONE = Fault.at("", "");

  private final List<Armed> armed = new CopyOnWriteArrayList<>();

  private record Armed(Fault fault, AtomicInteger spared, AtomicInteger left) {
    boolean strikes() {
      return spared.getAndUpdate(n -> Math.max(0, n - 1)) == 0
          && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  void add(Fault fault) {
    armed.addFirst(
        new Armed(fault, new AtomicInteger(fault.after()), new AtomicInteger(fault.times())));
  }

  void clear() {
    armed.clear();
  }

  /** The fault for this request, counted as used; one without effect if there is none. */
  Fault next(RegistryRequest request) {
    for (Armed candidate : armed) {
      if (candidate.fault().concerns(request) && candidate.strikes()) {
        return candidate.fault();
      }
    }
    return NONE;
  }
}
