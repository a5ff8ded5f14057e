package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Declaration.Field;
import io.sealbus.verification.language.cue.Declaration.Let;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that the declarations of one struct bind for all of them. */
record Names(Map<String, Label> fields, Map<String, Let> lets) {
  static final Names NONE = new Names(Map.of(), Map.of());

  static Names of(List<Declaration> declarations, int line) throws MalformedTextException {
    var fields = new HashMap<String, Label>();
    var aliases = new HashMap<String, Label>();
    var lets = new HashMap<String, Let>();
    for (Declaration declaration : declarations) {
      switch (declaration) {
        case Field field -> {
          if (field.name() != null) {
            fields.put(field.name(), field.label());
          }
          if (field.alias() != null && aliases.put(field.alias(), field.label()) != null) {
            throw twice(field.alias(), field.line());
          }
        }
        case Let let -> {
          if (lets.put(let.name(), let) != null) {
            throw twice(let.name(), let.line());
          }
        }
        default -> {}
      }
    }
    for (String name : lets.keySet()) {
      if (aliases.containsKey(name) || fields.containsKey(name)) {
        throw twice(name, line);
      }
    }
    for (Map.Entry<String, Label> alias : aliases.entrySet()) {
      if (fields.put(alias.getKey(), alias.getValue()) != null) {
        throw twice(alias.getKey(), line);
      }
    }
    return new Names(Map.copyOf(fields), Map.copyOf(lets));
  }

  private static MalformedTextException twice(String name, int line) {
    return new MalformedTextException("alias \"" + name + "\" redeclared in same scope", line);
  }

  @Nullable Label field(String name) {
    return fields.get(name);
  }

  @Nullable Let let(String name) {
    return lets.get(name);
  }

  boolean declares(String name) {
    return fields.containsKey(name) || lets.containsKey(name);
  }
}
