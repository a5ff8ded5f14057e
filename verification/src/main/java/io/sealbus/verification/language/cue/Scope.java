package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Declaration.Let;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an expression stands: what its names refer to. A struct's scope is of the vertex that the
 * struct became part of, so that one struct unified into several places refers to each of them in
 * turn (CUE specification, "Declarations and scopes").
 */
sealed interface Scope {
  /** The scope around; null around the text. */
  @Nullable Scope up();

  /** The declarations of a struct. */
  final class StructScope implements Scope {
    private final @Nullable Scope up;
    private final Vertex vertex;
    private final Names names;
    private final Map<Let, Vertex> lets = new IdentityHashMap<>();

    StructScope(@Nullable Scope up, Vertex vertex, Names names) {
      this.up = up;
      this.vertex = vertex;
      this.names = names;
    }

    @Override
    public @Nullable Scope up() {
      return up;
    }

    Vertex vertex() {
      return vertex;
    }

    Names names() {
      return names;
    }

    /** The value of a let, evaluated once. */
    Vertex let(Let let) {
      return lets.computeIfAbsent(
          let,
          key -> {
            var value = new Vertex(vertex, Label.identifier("_let"));
            value.add(Conjunct.of(this, key.value()));
            return value;
          });
    }
  }

  /** One name. */
  record NameScope(@Nullable Scope up, String name, Vertex value) implements Scope {}
}
