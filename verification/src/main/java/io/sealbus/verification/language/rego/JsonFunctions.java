package io.sealbus.verification.language.rego;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.rego.Budget.Stopped;
import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoNull;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON texts, and parts of values by paths. */
final class JsonFunctions {
  private JsonFunctions() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("json.marshal", a -> RegoValue.of(Format.json(a.value(0))));
    functions.put("json.unmarshal", a -> required(parsed(a.text(0), a.budget())));
    functions.put("json.is_valid", JsonFunctions::isValid);
    functions.put("json.filter", a -> filtered(a.object(0), paths(a), a.budget()));
    functions.put("json.remove", a -> removed(a.object(0), paths(a), a.budget()));
  }

  private static RegoValue required(@Nullable RegoValue value) {
    if (value == null) {
      throw new Mismatch();
    }
    return value;
  }

  private static RegoValue isValid(Arguments arguments) {
    return arguments.value(0) instanceof RegoString(String text)
        ? RegoValue.of(parsed(text, arguments.budget()) != null)
        : RegoValue.FALSE;
  }

  /** The value; null where the text is no JSON. */
  private static @Nullable RegoValue parsed(String text, Budget budget) {
    budget.steps(1 + text.length() / 16);
    JsonValue value;
    try {
      value = JsonParser.parse(text, text.length());
    } catch (InvalidJsonException e) {
      if (text.chars().filter(c -> c == '[' || c == '{').count() > JsonParser.MAX_DEPTH) {
        throw new Stopped("JSON that nests deeper than " + JsonParser.MAX_DEPTH);
      }
      return null;
    }
    return Documented.value(value, budget);
  }

  /** The paths as a tree: an object per step, null where one ends. */
  private static TreeMap<RegoValue, Object> paths(Arguments arguments) {
    var root = new TreeMap<RegoValue, Object>(RegoValue.ORDER);
    for (RegoValue path : arguments.elements(1)) {
      add(root, steps(path));
    }
    return root;
  }

  private static List<RegoValue> steps(RegoValue path) {
    return switch (path) {
      case RegoArray array -> array.elements();
      case RegoString(String text) -> {
        var steps = new ArrayList<RegoValue>();
        if (!text.isEmpty()) {
          for (String part : text.replaceFirst("^/+", "").split("/", -1)) {
            steps.add(RegoValue.of(part.replace("~1", "/").replace("~0", "~")));
          }
        }
        yield steps;
      }
      default -> throw new Mismatch();
    };
  }

  @SuppressWarnings("unchecked")
  private static void add(TreeMap<RegoValue, Object> root, List<RegoValue> steps) {
    TreeMap<RegoValue, Object> node = root;
    for (int i = 0; i < steps.size() - 1; i++) {
      Object child =
          node.computeIfAbsent(steps.get(i), k -> new TreeMap<RegoValue, Object>(RegoValue.ORDER));
      if (!(child instanceof TreeMap)) {
        return;
      }
      node = (TreeMap<RegoValue, Object>) child;
    }
    if (!steps.isEmpty()) {
      node.put(steps.getLast(), RegoValue.NULL);
    }
  }

  @SuppressWarnings("unchecked")
  private static RegoValue filtered(RegoValue value, Object paths, Budget budget) {
    budget.step();
    if (!(paths instanceof TreeMap)) {
      return value;
    }
    var filter = (TreeMap<RegoValue, Object>) paths;
    return switch (value) {
      case RegoArray array -> {
        var kept = new ArrayList<RegoValue>();
        for (int i = 0; i < array.elements().size(); i++) {
          Object below = filter.get(RegoValue.of(Integer.toString(i)));
          if (below != null) {
            kept.add(filtered(array.elements().get(i), below, budget));
          }
        }
        yield RegoValue.array(kept);
      }
      case RegoSet set ->
          RegoSet.of(
              set.members().stream()
                  .filter(filter::containsKey)
                  .map(member ->
                      filtered(member, filter.getOrDefault(member, RegoValue.NULL), budget))
                  .toList());
      case RegoObject object -> {
        var members = RegoObject.builder();
        for (int i = 0; i < object.keys().size(); i++) {
          RegoValue key = object.keys().get(i);
          if (filter.containsKey(key)) {
            Object below = filter.getOrDefault(key, RegoValue.NULL);
            members.put(key, filtered(object.values().get(i), below, budget));
          }
        }
        yield RegoObject.of(members);
      }
      default -> value;
    };
  }

  /** The value without what the paths lead to; null where that is all of it. */
  @SuppressWarnings("unchecked")
  private static @Nullable RegoValue removed(
      RegoValue value, @Nullable Object paths, Budget budget) {
    budget.step();
    if (paths instanceof RegoNull) {
      return null;
    }
    if (!(paths instanceof TreeMap)) {
      return value;
    }
    var gone = (TreeMap<RegoValue, Object>) paths;
    return switch (value) {
      case RegoArray array -> {
        var kept = new ArrayList<RegoValue>();
        for (int i = 0; i < array.elements().size(); i++) {
          RegoValue rest =
              removed(array.elements().get(i), gone.get(RegoValue.of(Integer.toString(i))), budget);
          if (rest != null) {
            kept.add(rest);
          }
        }
        yield RegoValue.array(kept);
      }
      case RegoSet set -> {
        var kept = new ArrayList<RegoValue>();
        for (RegoValue member : set.members()) {
          RegoValue rest = removed(member, gone.get(member), budget);
          if (rest != null) {
            kept.add(rest);
          }
        }
        yield RegoSet.of(kept);
      }
      case RegoObject object -> {
        var members = RegoObject.builder();
        for (int i = 0; i < object.keys().size(); i++) {
          RegoValue key = object.keys().get(i);
          RegoValue rest = removed(object.values().get(i), gone.get(key), budget);
          if (rest != null) {
            members.put(key, rest);
          }
        }
        yield RegoObject.of(members);
      }
      default -> value;
    };
  }
}
