package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Declaration.Clause;
import io.sealbus.verification.language.cue.Declaration.ForClause;
import io.sealbus.verification.language.cue.Declaration.IfClause;
import io.sealbus.verification.language.cue.Declaration.LetClause;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Scope.NameScope;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clauses of comprehensions (CUE specification, "Comprehensions"). */
final class Comprehensions {
  private final Evaluator evaluator;
  private final Vertex vertex;

  /**
   * @param vertex where the comprehension stands
   */
  Comprehensions(Evaluator evaluator, Vertex vertex) {
    this.evaluator = evaluator;
    this.vertex = vertex;
  }

  /**
   * Adds to {@code scopes} one for each combination for which the clauses are fulfilled.
   *
   * @return what made that impossible
   */
  @Nullable Bottom scopes(
      List<Clause> clauses, @Nullable Scope scope, List<@Nullable Scope> scopes) {
    evaluator.step();
    if (clauses.isEmpty()) {
      scopes.add(scope);
      return null;
    }
    List<Clause> rest = clauses.subList(1, clauses.size());
    return switch (clauses.get(0)) {
      case IfClause guard -> guard(guard, rest, scope, scopes);
      case LetClause let -> {
        var value = new Vertex(vertex, Label.identifier("_let"));
        value.add(Conjunct.of(scope, let.value()));
        yield scopes(rest, new NameScope(scope, let.name(), value), scopes);
      }
      case ForClause loop -> loop(loop, rest, scope, scopes);
    };
  }

  private @Nullable Bottom guard(
      IfClause guard, List<Clause> rest, @Nullable Scope scope, List<@Nullable Scope> scopes) {
    Value condition = evaluator.concrete(guard.condition(), scope, vertex);
    return switch (condition) {
      case Bottom bottom -> bottom;
      case BooleanValue(boolean holds) -> holds ? scopes(rest, scope, scopes) : null;
      default ->
          Bottom.error(
              "cannot use "
                  + Text.of(condition)
                  + " (type "
                  + Kind.name(condition.kind())
                  + ") as type bool");
    };
  }

  private @Nullable Bottom loop(
      ForClause loop, List<Clause> rest, @Nullable Scope scope, List<@Nullable Scope> scopes) {
    Value source = evaluator.range(loop.source(), scope, vertex);
    if (source instanceof Bottom bottom) {
      return bottom;
    }
    if (!(source instanceof Vertex range)) {
      return Bottom.error("cannot range over " + Text.of(source));
    }
    for (Vertex arc : List.copyOf(range.arcs().values())) {
      Label label = arc.label();
      if (label == null || !label.isRegular() || arc.presence == Presence.OPTIONAL) {
        continue;
      }
      if (arc.presence == Presence.REQUIRED) {
        return Bottom.incomplete("missing required field in for comprehension: " + label);
      }
      Scope inner = new NameScope(scope, loop.value(), arc);
      if (loop.key() != null) {
        inner = new NameScope(inner, loop.key(), key(label, range));
      }
      Bottom failure = scopes(rest, inner, scopes);
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private Vertex key(Label label, Vertex range) {
    Value key =
        range.list ? NumberValue.of(Long.parseLong(label.text())) : new StringValue(label.text());
    var vertexOfKey = new Vertex(vertex, Label.identifier("_key"));
    vertexOfKey.add(Conjunct.of(null, new Literal(key)));
    return vertexOfKey;
  }
}
