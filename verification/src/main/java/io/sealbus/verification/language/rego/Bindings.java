package io.sealbus.verification.language.rego;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of variables, which are taken back when an alternative has been tried. */
final class Bindings {
  private final Map<String, RegoValue> values = new HashMap<>();
  private final List<String> order = new ArrayList<>();

  @Nullable RegoValue get(String name) {
    return values.get(name);
  }

  void bind(String name, RegoValue value) {
    values.put(name, value);
    order.add(name);
  }

  int mark() {
    return order.size();
  }

  /** Takes back what was bound since {@code mark}. */
  void undo(int mark) {
    while (order.size() > mark) {
      values.remove(order.removeLast());
    }
  }
}
