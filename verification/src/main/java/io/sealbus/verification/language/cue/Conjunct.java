package io.sealbus.verification.language.cue;

import org.jspecify.annotations.Nullable;

/**
 * One of the expressions that a vertex must satisfy.
 *
 * @param scope what its names refer to
 * @param closing where it came from, as far as closed structs ask for that
 * @param trail the references it came through
 * @param cyclic whether it came from a reference to something that contains it
 * @param path tells it from others of the same vertex, always in the same way
 */
record Conjunct(
    @Nullable Scope scope,
    Expression expression,
    Closing closing,
    @Nullable Trail trail,
    boolean cyclic,
    String path) {

  /** A reference on the way to a conjunct, the vertex it was met at and the one it refers to. */
  record Trail(Expression reference, Vertex met, Vertex referred, @Nullable Trail next) {}

  static Conjunct of(@Nullable Scope scope, Expression expression) {
    return new Conjunct(scope, expression, Closing.NONE, null, false, "");
  }

  /** Another expression from the same origin. */
  Conjunct with(@Nullable Scope other, Expression part, String step) {
    return new Conjunct(other, part, closing, trail, cyclic, path + step);
  }

  Conjunct with(Closing other) {
    return new Conjunct(scope, expression, other, trail, cyclic, path);
  }

  Conjunct at(String other) {
    return new Conjunct(scope, expression, closing, trail, cyclic, other);
  }
}
