package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Conjunct.Trail;
import io.sealbus.verification.language.cue.Declaration.Comprehension;
import io.sealbus.verification.language.cue.Declaration.DynamicField;
import io.sealbus.verification.language.cue.Declaration.Ellipsis;
import io.sealbus.verification.language.cue.Declaration.Embedding;
import io.sealbus.verification.language.cue.Declaration.Field;
import io.sealbus.verification.language.cue.Declaration.Let;
import io.sealbus.verification.language.cue.Declaration.PatternConstraint;
import io.sealbus.verification.language.cue.Expression.Aliased;
import io.sealbus.verification.language.cue.Expression.Conjunction;
import io.sealbus.verification.language.cue.Expression.DisjunctionExpression;
import io.sealbus.verification.language.cue.Expression.Identifier;
import io.sealbus.verification.language.cue.Expression.Index;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Expression.Selector;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Scope.NameScope;
import io.sealbus.verification.language.cue.Scope.StructScope;
import io.sealbus.verification.language.cue.Value.ConjunctionValue;
import io.sealbus.verification.language.cue.Value.Disjunction;
import io.sealbus.verification.language.cue.Value.FunctionValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import io.sealbus.verification.language.cue.Value.TypeValue;
import io.sealbus.verification.language.cue.Value.ValidatorValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the conjuncts of one vertex apart until its fields and its own value are known. What is
 * independent of other vertices comes first; then references, whose conjuncts are taken apart in
 * turn; then expressions, lists and comprehensions, which need values. What cannot be evaluated yet
 * is tried again for as long as anything else makes progress.
 */
final class Unification {
  /** Longest way from a conjunct of the vertex to one of its parts, in characters. */
  private static final int MAX_PATH = 1000;

  private final Evaluator evaluator;
  private final Vertex vertex;
  private final Map<String, Integer> choices;
  private final Closedness closedness;
  private final Constraints constraints;
  private final Deque<Conjunct> references = new ArrayDeque<>();
  private final Deque<Conjunct> expressions = new ArrayDeque<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<Choice> open = new ArrayList<>();
  private final ListUnification lists;
  private boolean cyclic;
  private boolean acyclic;

  /** Something that needs values of other vertices; incomplete for as long as they are. */
  interface Task {
    @Nullable Bottom attempt();
  }

  /** A disjunction of which no alternative was chosen. */
  record Choice(String path, List<Alternative> alternatives, boolean marked) {}

  record Alternative(Conjunct conjunct, boolean marked) {}

  /**
   * @param choices by path, the alternative of each disjunction that is chosen
   */
  Unification(Evaluator evaluator, Vertex vertex, Map<String, Integer> choices) {
    this.evaluator = evaluator;
    this.vertex = vertex;
    this.choices = choices;
    this.closedness = new Closedness(vertex);
    this.constraints = new Constraints(evaluator, vertex);
    this.lists = new ListUnification(evaluator, this, vertex);
  }

  Constraints constraints() {
    return constraints;
  }

  /** Disjunctions in the order that they were met in; empty when the vertex is unified. */
  List<Choice> open() {
    return open;
  }

  /** Unifies as far as the choices go. */
  void run() {
    closedness.start();
    for (Conjunct conjunct : List.copyOf(vertex.conjuncts())) {
      schedule(conjunct);
    }
    List<Bottom> stuck = new ArrayList<>();
    boolean progress = true;
    while (progress) {
      stuck.clear();
      progress = drain(references, this::reference, stuck);
      if (!open.isEmpty() && references.isEmpty()) {
        break;
      }
      progress |= tasks(stuck);
      if (!open.isEmpty() || progress) {
        continue;
      }
      progress = drain(expressions, this::expression, stuck);
    }
    if (open.isEmpty()) {
      lists.settle();
      stuck.forEach(constraints::error);
    }
    if (cyclic && !acyclic) {
      constraints.error(new Bottom(Bottom.Code.STRUCTURAL_CYCLE, "structural cycle"));
      // They would go on for ever.
      vertex.arcs().clear();
    }
    constraints.conclude(lists.isList());
    closedness.conclude();
  }

  private interface Processing {
    @Nullable Bottom process(Conjunct conjunct);
  }

  /** Processes what is queued; what is incomplete stays queued. */
  private boolean drain(Deque<Conjunct> queue, Processing processing, List<Bottom> stuck) {
    List<Conjunct> again = new ArrayList<>();
    boolean progress = false;
    while (!queue.isEmpty()) {
      Conjunct conjunct = queue.removeFirst();
      Bottom incomplete = processing.process(conjunct);
      if (incomplete == null) {
        progress = true;
      } else {
        stuck.add(incomplete);
        again.add(conjunct);
      }
    }
    queue.addAll(again);
    return progress;
  }

  /** One round of the tasks; stops at the first that made progress, which may help references. */
  private boolean tasks(List<Bottom> stuck) {
    for (int i = 0; i < tasks.size(); i++) {
      Bottom incomplete = tasks.get(i).attempt();
      if (incomplete == null) {
        tasks.remove(i);
        return true;
      }
      stuck.add(incomplete);
    }
    return false;
  }

  void task(Task task) {
    tasks.add(task);
  }

  /** Takes one conjunct apart. */
  void schedule(Conjunct conjunct) {
    evaluator.step();
    if (conjunct.path().length() > MAX_PATH) {
      throw new UndecidableException("references nested too deep");
    }
    if (conjunct.closing().definition()) {
      vertex.closedRecursively = true;
    }
    switch (conjunct.expression()) {
      case Literal literal -> insert(literal.value(), conjunct);
      case Conjunction conjunction -> {
        int i = 0;
        for (Expression operand : conjunction.operands()) {
          schedule(conjunct.with(conjunct.scope(), operand, "&" + i++));
        }
      }
      case StructExpression struct -> struct(conjunct, struct);
      case ListExpression list -> {
        material(conjunct);
        closedness.evidence(conjunct.closing(), false, false, false, false);
        constraints.kind(Kind.LIST, () -> "list");
        lists.literal(conjunct, list);
      }
      case Aliased aliased -> {
        var scope = new NameScope(conjunct.scope(), aliased.name(), vertex);
        schedule(conjunct.with(scope, aliased.value(), "="));
      }
      case DisjunctionExpression disjunction -> disjunction(conjunct, disjunction);
      case Identifier ignored -> references.add(conjunct);
      case Selector ignored -> references.add(conjunct);
      case Index ignored -> references.add(conjunct);
      default -> expressions.add(conjunct);
    }
  }

  /** Notes that there is something of its own at this vertex, not only a cycle back to it. */
  private void material(Conjunct conjunct) {
    if (!conjunct.cyclic()) {
      acyclic = true;
    }
  }

  private void disjunction(Conjunct conjunct, DisjunctionExpression disjunction) {
    closedness.evidence(conjunct.closing(), false, false, false, false);
    var alternatives = new ArrayList<Alternative>();
    int i = 0;
    for (Expression.Alternative alternative : disjunction.alternatives()) {
      Conjunct part = conjunct.with(conjunct.scope(), alternative.expression(), "|" + i++);
      alternatives.add(new Alternative(part, alternative.marked()));
    }
    choose(new Choice(conjunct.path(), alternatives, disjunction.marked()));
  }

  private void choose(Choice choice) {
    Integer chosen = choices.get(choice.path());
    if (chosen == null) {
      open.add(choice);
    } else {
      schedule(choice.alternatives().get(chosen).conjunct());
    }
  }

  private void struct(Conjunct conjunct, StructExpression struct) {
    material(conjunct);
    var scope = new StructScope(conjunct.scope(), vertex, struct.names());
    boolean embeds =
        struct.declarations().stream()
            .anyMatch(d -> d instanceof Embedding || d instanceof Comprehension);
    Closing closing = conjunct.closing();
    if (embeds && !evaluator.isText(struct)) {
      closing = closedness.split(closing);
    }
    constraints.structLiteral(!embeds);
    closedness.evidence(closing, false, true, false, false);
    Conjunct origin = conjunct.with(closing);
    int i = 0;
    for (Declaration declaration : struct.declarations()) {
      declare(declaration, origin, scope, "." + i++);
    }
  }

  private void declare(Declaration declaration, Conjunct origin, StructScope scope, String step) {
    Conjunct field = origin.with(origin.closing().ofFields());
    switch (declaration) {
      case Field named -> {
        if (named.presence() == Presence.MEMBER && named.label().type() == Label.Type.REGULAR) {
          constraints.regularField();
        }
        if (named.presence() == Presence.OPTIONAL && origin.trail() != null) {
          optionalCycle(named.value(), scope);
        }
        arc(named.label(), named.presence(), field.with(scope, named.value(), ""));
      }
      case DynamicField dynamic -> {
        if (dynamic.presence() == Presence.MEMBER) {
          constraints.regularField();
        }
        task(() -> dynamic(dynamic, field.with(scope, dynamic.value(), "")));
      }
      case PatternConstraint pattern -> {
        task(() -> pattern(pattern, field.with(scope, pattern.value(), "")));
      }
      case Embedding embedding -> {
        Closing inside = closedness.embed(origin.closing(), embedding.value());
        schedule(origin.with(inside).with(scope, embedding.value(), step));
      }
      case Comprehension comprehension -> {
        Closing inside = closedness.embed(origin.closing(), comprehension.value());
        Conjunct body = origin.with(inside).with(scope, comprehension.value(), step);
        task(() -> comprehension(comprehension, body));
      }
      case Ellipsis ignored -> {
        vertex.ellipsis = true;
        closedness.evidence(origin.closing(), false, false, false, true);
      }
      case Let ignored -> {}
    }
  }

  /**
   * An optional field of something referred to that refers to what contains this vertex: whether
   * the engine takes that for a structural cycle depends on the order of the text.
   */
  private void optionalCycle(Expression value, StructScope scope) {
    if (value instanceof Identifier
        && evaluator.resolve(value, scope, vertex) instanceof Vertex referred
        && referred.root() != vertex.root()
        && vertex.within(referred)) {
      throw new UndecidableException("cycle through an optional field");
    }
  }

  private @Nullable Bottom comprehension(Comprehension comprehension, Conjunct body) {
    var scopes = new ArrayList<@Nullable Scope>();
    Bottom failure =
        new Comprehensions(evaluator, vertex).scopes(comprehension.clauses(), body.scope(), scopes);
    if (failure != null) {
      return incomplete(failure);
    }
    int i = 0;
    for (Scope scope : scopes) {
      schedule(body.with(scope, comprehension.value(), "*" + i++));
    }
    return null;
  }

  /** Hands back what is incomplete; takes note of what is wrong. */
  @Nullable Bottom incomplete(Bottom failure) {
    if (failure.isIncomplete()) {
      return failure;
    }
    constraints.error(failure);
    return null;
  }

  /** Adds a conjunct to a field, which comes to be if it was not there. */
  Vertex arc(Label label, Presence presence, Conjunct conjunct) {
    Vertex arc = vertex.arcs().get(label);
    if (arc == null) {
      if (vertex.frozen) {
        throw new UndecidableException(
            "fields of " + vertex.path() + " were used before all were known");
      }
      evaluator.newValue();
      arc = new Vertex(vertex, label);
      arc.presence = presence;
      vertex.arcs().put(label, arc);
      if (label.type() == Label.Type.REGULAR) {
        for (Vertex.PatternField pattern : vertex.patterns) {
          constrain(arc, pattern);
        }
      }
    }
    arc.presence = arc.presence.and(presence);
    conjoin(arc, conjunct);
    return arc;
  }

  private void conjoin(Vertex arc, Conjunct conjunct) {
    if (arc.usedEarly || arc.state != Vertex.State.NEW) {
      throw new UndecidableException(
          "field " + arc.path() + " was used before all was known of it");
    }
    arc.add(conjunct);
  }

  private @Nullable Bottom dynamic(DynamicField field, Conjunct value) {
    Value key = evaluator.concrete(field.key(), value.scope(), vertex);
    if (key instanceof Bottom bottom) {
      return incomplete(bottom);
    }
    if (!(key instanceof StringValue(String text))) {
      return incomplete(Bottom.error("dynamic field name must be a string"));
    }
    arc(Label.string(text), field.presence(), value);
    return null;
  }

  private @Nullable Bottom pattern(PatternConstraint constraint, Conjunct value) {
    Value pattern = evaluator.evaluate(constraint.pattern(), value.scope(), vertex);
    if (pattern instanceof Bottom bottom) {
      return incomplete(bottom);
    }
    var field = new Vertex.PatternField(pattern, value, constraint.label(), constraint.alias());
    vertex.patterns.add(field);
    for (Vertex arc : List.copyOf(vertex.arcs().values())) {
      constrain(arc, field);
    }
    return null;
  }

  private void constrain(Vertex arc, Vertex.PatternField field) {
    Label label = arc.label();
    if (label == null
        || label.type() != Label.Type.REGULAR
        || !Matching.accepts(evaluator, field.pattern(), new StringValue(label.text()))) {
      return;
    }
    Scope scope = field.conjunct().scope();
    if (field.label() != null) {
      var name = new Vertex(vertex, label);
      name.add(Conjunct.of(null, new Literal(new StringValue(label.text()))));
      scope = new NameScope(scope, field.label(), name);
    }
    if (field.alias() != null) {
      scope = new NameScope(scope, field.alias(), arc);
    }
    conjoin(arc, field.conjunct().with(scope, field.conjunct().expression(), ""));
  }

  private @Nullable Bottom expression(Conjunct conjunct) {
    Value value = evaluator.evaluate(conjunct.expression(), conjunct.scope(), vertex);
    if (value instanceof Bottom bottom) {
      return incomplete(bottom);
    }
    insert(value, conjunct);
    return null;
  }

  private @Nullable Bottom reference(Conjunct conjunct) {
    Value target = evaluator.resolve(conjunct.expression(), conjunct.scope(), vertex);
    if (target instanceof Bottom bottom) {
      return incomplete(bottom);
    }
    if (!(target instanceof Vertex referred)) {
      insert(target, conjunct);
    } else if (referred.root() != vertex.root()) {
      if (referred.presence == Presence.REQUIRED) {
        constraints.error(Bottom.incomplete("required field missing: " + referred.path()));
      }
      refer(conjunct, referred);
    }
    return null;
  }

  /** Adds the conjuncts of another vertex, as seen from this one. */
  private void refer(Conjunct conjunct, Vertex referred) {
    if (referred.conjuncts().isEmpty()) {
      insert(evaluator.value(referred), conjunct);
      return;
    }
    Vertex around = referred.parent();
    if (around != null && around.state == Vertex.State.UNIFYING) {
      referred.usedEarly = true;
    }
    if (returns(conjunct, referred)) {
      return;
    }
    boolean again = conjunct.cyclic() || vertex.within(referred) || repeats(conjunct);
    cyclic |= again;
    Closing closing = closedness.refer(conjunct, referred);
    var trail = new Trail(conjunct.expression(), vertex, referred, conjunct.trail());
    int i = 0;
    for (Conjunct part : List.copyOf(referred.conjuncts())) {
      if (part.closing().definition()) {
        vertex.closedRecursively = true;
      }
      schedule(
          new Conjunct(
              part.scope(), part.expression(), closing, trail, again, conjunct.path() + ">" + i++));
    }
  }

  /** Whether the conjunct came from the same vertex, for this one: it adds nothing then. */
  private boolean returns(Conjunct conjunct, Vertex referred) {
    for (Trail at = conjunct.trail(); at != null; at = at.next()) {
      if (at.met().root() == vertex.root() && at.referred().root() == referred.root()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the reference was already met further out on the way to this conjunct. */
  private boolean repeats(Conjunct conjunct) {
    for (Trail at = conjunct.trail(); at != null; at = at.next()) {
      if (at.reference() == conjunct.expression() && at.met().root() != vertex.root()) {
        return vertex.within(at.met());
      }
    }
    return false;
  }

  /** Adds a value. */
  void insert(Value value, Conjunct conjunct) {
    evaluator.step();
    switch (value) {
      case Vertex struct -> {
        if (struct.conjuncts().isEmpty()) {
          material(conjunct);
          constraints.kind(Kind.LIST, () -> "list");
          lists.values(conjunct, struct);
        } else {
          vertex.closedOnce |= struct.closedOnce;
          refer(conjunct, struct);
        }
      }
      case Disjunction disjunction -> {
        closedness.evidence(conjunct.closing(), false, false, false, false);
        var alternatives = new ArrayList<Alternative>();
        for (int i = 0; i < disjunction.values().size(); i++) {
          var literal = new Literal(disjunction.values().get(i));
          Conjunct part = conjunct.with(conjunct.scope(), literal, "|" + i);
          alternatives.add(new Alternative(part, i < disjunction.defaults()));
        }
        choose(new Choice(conjunct.path(), alternatives, disjunction.defaults() > 0));
      }
      case ConjunctionValue conjunction -> {
        int i = 0;
        for (Value part : conjunction.values()) {
          insert(part, conjunct.with(conjunct.scope(), conjunct.expression(), "&" + i++));
        }
      }
      case FunctionValue(Function function)
          when function.validates() && function.parameters().size() == 1 ->
          insert(new ValidatorValue(function, List.of()), conjunct);
      default -> {
        material(conjunct);
        boolean composite = (value.kind() & Kind.COMPOSITE) != 0;
        boolean top = value instanceof TypeValue || value instanceof ValidatorValue && composite;
        boolean lazy =
            value instanceof ValidatorValue validator && validator.function().lazy()
                || value instanceof Value.BoundValue bound
                    && (bound.operator() == Operator.NOT_EQUAL
                        || bound.operator() == Operator.EQUAL);
        closedness.evidence(conjunct.closing(), top || lazy, false, lazy, false);
        constraints.insert(value);
      }
    }
  }
}
