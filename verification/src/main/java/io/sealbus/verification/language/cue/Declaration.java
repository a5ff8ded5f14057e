package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.StructExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A declaration of a struct. */
sealed interface Declaration {
  /**
   * A field.
   *
   * @param name how expressions in the scope refer to it: its identifier; null for a quoted label
   * @param alias another name for it
   */
  record Field(
      Label label,
      Presence presence,
      Expression value,
      @Nullable String name,
      @Nullable String alias,
      int line)
      implements Declaration {}

  /** A field whose label is computed. */
  record DynamicField(Expression key, Presence presence, Expression value) implements Declaration {}

  /**
   * A constraint on the fields whose label matches.
   *
   * @param label the label's name inside the value
   * @param alias the field's name inside the value
   */
  record PatternConstraint(
      Expression pattern,
      Expression value,
      @Nullable String label,
      @Nullable String alias,
      int line)
      implements Declaration {}

  record Let(String name, Expression value, int line) implements Declaration {}

  record Embedding(Expression value) implements Declaration {}

  /** {@code ...}. */
  record Ellipsis() implements Declaration {}

  /** What a struct or a list yields for each combination of its clauses. */
  record Comprehension(List<Clause> clauses, StructExpression value)
      implements Declaration, Expression.Element {}

  sealed interface Clause {}

  record ForClause(@Nullable String key, String value, Expression source) implements Clause {}

  record IfClause(Expression condition) implements Clause {}

  record LetClause(String name, Expression value) implements Clause {}
}
