package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Declaration.Clause;
import io.sealbus.verification.language.cue.Declaration.Comprehension;
import io.sealbus.verification.language.cue.Declaration.DynamicField;
import io.sealbus.verification.language.cue.Declaration.Ellipsis;
import io.sealbus.verification.language.cue.Declaration.Embedding;
import io.sealbus.verification.language.cue.Declaration.Field;
import io.sealbus.verification.language.cue.Declaration.ForClause;
import io.sealbus.verification.language.cue.Declaration.IfClause;
import io.sealbus.verification.language.cue.Declaration.Let;
import io.sealbus.verification.language.cue.Declaration.LetClause;
import io.sealbus.verification.language.cue.Declaration.PatternConstraint;
import io.sealbus.verification.language.cue.Expression.Aliased;
import io.sealbus.verification.language.cue.Expression.Alternative;
import io.sealbus.verification.language.cue.Expression.Binary;
import io.sealbus.verification.language.cue.Expression.BoundExpression;
import io.sealbus.verification.language.cue.Expression.Call;
import io.sealbus.verification.language.cue.Expression.Conjunction;
import io.sealbus.verification.language.cue.Expression.DisjunctionExpression;
import io.sealbus.verification.language.cue.Expression.Element;
import io.sealbus.verification.language.cue.Expression.Identifier;
import io.sealbus.verification.language.cue.Expression.Index;
import io.sealbus.verification.language.cue.Expression.Interpolation;
import io.sealbus.verification.language.cue.Expression.Item;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Expression.Selector;
import io.sealbus.verification.language.cue.Expression.Slice;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Expression.Unary;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks before any evaluation that every name refers to something, that lets, aliases and imports
 * are used, and that nothing that is not covered is referred to.
 */
final class Scopes {
  private static final Set<String> UNCOVERED_NAMES =
      Set.of("matchN", "matchIf", "self", "closeAll", "reclose", "no_sharing", "test_experiment");

  private final Map<String, Source.Import> imports = new HashMap<>();
  private final Set<String> usedImports = new HashSet<>();
  private final Set<Let> checking = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Let> checked = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Names of one scope, and which of those that must be used were not. */
  private static final class Frame {
    final @Nullable Frame up;
    final Names names;
    final Set<String> plain;
    final Set<String> unused = new HashSet<>();

    Frame(@Nullable Frame up, Names names, Set<String> plain) {
      this.up = up;
      this.names = names;
      this.plain = plain;
    }
  }

  static void check(Source source) throws MalformedTextException, NotCoveredException {
    var scopes = new Scopes();
    for (Source.Import imported : source.imports()) {
      if (!StandardLibrary.covers(imported.path())) {
        throw new NotCoveredException("package " + imported.path(), imported.line());
      }
      if (source.body().names().declares(imported.name())
          || scopes.imports.put(imported.name(), imported) != null) {
        throw new NotCoveredException("two declarations of " + imported.name(), imported.line());
      }
    }
    scopes.struct(source.body(), null);
    for (Source.Import imported : source.imports()) {
      if (!scopes.usedImports.contains(imported.name())) {
        throw new MalformedTextException(
            "imported and not used: \"" + imported.path() + "\"", imported.line());
      }
    }
  }

  private void struct(StructExpression struct, @Nullable Frame up)
      throws MalformedTextException, NotCoveredException {
    var frame = new Frame(up, struct.names(), Set.of());
    frame.unused.addAll(struct.names().lets().keySet());
    for (Declaration declaration : struct.declarations()) {
      if (declaration instanceof Field field && field.alias() != null) {
        frame.unused.add(field.alias());
      }
    }
    for (Declaration declaration : struct.declarations()) {
      declaration(declaration, frame);
    }
    unused(frame);
  }

  private static void unused(Frame frame) throws MalformedTextException {
    if (!frame.unused.isEmpty()) {
      throw new MalformedTextException(
          "unreferenced alias or let clause " + frame.unused.iterator().next(), 1);
    }
  }

  private void declaration(Declaration declaration, Frame frame)
      throws MalformedTextException, NotCoveredException {
    switch (declaration) {
      case Field field -> expression(field.value(), frame);
      case DynamicField field -> {
        expression(field.key(), frame);
        expression(field.value(), frame);
      }
      case PatternConstraint pattern -> {
        expression(pattern.pattern(), frame);
        var names = new HashSet<String>();
        if (pattern.label() != null) {
          names.add(pattern.label());
        }
        if (pattern.alias() != null) {
          names.add(pattern.alias());
        }
        expression(pattern.value(), new Frame(frame, Names.NONE, names));
      }
      case Embedding embedding -> expression(embedding.value(), frame);
      case Comprehension comprehension -> comprehension(comprehension, frame);
      // Checked where it is referred to, which it must be.
      case Let ignored -> {}
      case Ellipsis ignored -> {}
    }
  }

  private void comprehension(Comprehension comprehension, @Nullable Frame frame)
      throws MalformedTextException, NotCoveredException {
    Frame inner = frame;
    for (Clause clause : comprehension.clauses()) {
      switch (clause) {
        case IfClause guard -> expression(guard.condition(), inner);
        case LetClause let -> {
          expression(let.value(), inner);
          inner = new Frame(inner, Names.NONE, Set.of(let.name()));
        }
        case ForClause loop -> {
          expression(loop.source(), inner);
          var names = new HashSet<>(List.of(loop.value()));
          if (loop.key() != null) {
            names.add(loop.key());
          }
          inner = new Frame(inner, Names.NONE, names);
        }
      }
    }
    struct(comprehension.value(), inner);
  }

  private void expression(@Nullable Expression expression, @Nullable Frame frame)
      throws MalformedTextException, NotCoveredException {
    switch (expression) {
      case null -> {}
      case Literal ignored -> {}
      case Identifier identifier -> identifier(identifier, frame);
      case Selector selector -> selector(selector, frame);
      case Index index -> {
        expression(index.operand(), frame);
        expression(index.index(), frame);
      }
      case Slice slice -> {
        expression(slice.operand(), frame);
        expression(slice.low(), frame);
        expression(slice.high(), frame);
      }
      case Call call -> {
        expression(call.function(), frame);
        all(call.arguments(), frame);
      }
      case Unary unary -> {
        if (unary.operator() == Operator.MULTIPLY) {
          throw new MalformedTextException("preference mark not allowed at this position", 1);
        }
        expression(unary.operand(), frame);
      }
      case Binary binary -> {
        for (Expression operand : List.of(binary.left(), binary.right())) {
          if (!mayBeConcrete(operand, frame)) {
            throw new MalformedTextException(
                "invalid operand ('" + binary.operator().symbol() + "' requires concrete value)",
                binary.line());
          }
          expression(operand, frame);
        }
      }
      case BoundExpression bound -> expression(bound.operand(), frame);
      case Conjunction conjunction -> all(conjunction.operands(), frame);
      case DisjunctionExpression disjunction -> {
        for (Alternative alternative : disjunction.alternatives()) {
          expression(alternative.expression(), frame);
        }
      }
      case Interpolation interpolation -> all(interpolation.parts(), frame);
      case Aliased aliased -> {
        var inner = new Frame(frame, Names.NONE, Set.of(aliased.name()));
        inner.unused.add(aliased.name());
        expression(aliased.value(), inner);
        unused(inner);
      }
      case ListExpression list -> list(list, frame);
      case StructExpression struct -> struct(struct, frame);
    }
  }

  private void all(List<Expression> expressions, @Nullable Frame frame)
      throws MalformedTextException, NotCoveredException {
    for (Expression expression : expressions) {
      expression(expression, frame);
    }
  }

  private void list(ListExpression list, @Nullable Frame frame)
      throws MalformedTextException, NotCoveredException {
    for (Element element : list.elements()) {
      switch (element) {
        case Item item -> expression(item.value(), frame);
        case Comprehension comprehension -> comprehension(comprehension, frame);
      }
    }
    expression(list.rest(), frame);
  }

  private boolean mayBeConcrete(Expression operand, @Nullable Frame frame) {
    if (operand instanceof Identifier identifier && find(identifier.name(), frame) == null) {
      Value value = Predeclared.find(identifier.name());
      return value == null || value instanceof Value.FunctionValue;
    }
    return Expressions.mayBeConcrete(operand);
  }

  private static @Nullable Frame find(String name, @Nullable Frame innermost) {
    for (Frame frame = innermost; frame != null; frame = frame.up) {
      if (frame.names.declares(name) || frame.plain.contains(name)) {
        return frame;
      }
    }
    return null;
  }

  private void identifier(Identifier identifier, @Nullable Frame innermost)
      throws MalformedTextException, NotCoveredException {
    String name = identifier.name();
    Frame frame = find(name, innermost);
    if (frame != null) {
      frame.unused.remove(name);
      Let let = frame.names.let(name);
      if (let != null) {
        let(let, frame);
      }
      return;
    }
    if (imports.containsKey(name)) {
      throw new NotCoveredException("package as a value", identifier.line());
    }
    String bare = name.startsWith("__") ? name.substring(2) : name;
    if (UNCOVERED_NAMES.contains(bare)) {
      throw new NotCoveredException("builtin " + name, identifier.line());
    }
    if (Predeclared.find(name) == null) {
      throw new MalformedTextException("reference \"" + name + "\" not found", identifier.line());
    }
  }

  private void let(Let let, Frame frame) throws MalformedTextException, NotCoveredException {
    if (checked.contains(let)) {
      return;
    }
    if (!checking.add(let)) {
      throw new MalformedTextException("cyclic references in let clause or alias", let.line());
    }
    expression(let.value(), frame);
    checking.remove(let);
    checked.add(let);
  }

  private void selector(Selector selector, @Nullable Frame frame)
      throws MalformedTextException, NotCoveredException {
    if (selector.operand() instanceof Identifier identifier
        && find(identifier.name(), frame) == null) {
      Source.Import imported = imports.get(identifier.name());
      if (imported != null) {
        usedImports.add(imported.name());
        if (StandardLibrary.find(imported.path(), selector.label().text()) == null) {
          throw new NotCoveredException(
              imported.path() + "." + selector.label().text(), selector.line());
        }
        return;
      }
    }
    expression(selector.operand(), frame);
  }
}
