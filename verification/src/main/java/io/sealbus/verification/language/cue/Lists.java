package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.Literal;
import java.util.List;

/** Lists that functions make. */
final class Lists {
  private Lists() {}

  /** A closed list of {@code elements}. */
  static Vertex of(Evaluator evaluator, List<? extends Value> elements) {
    var list = new Vertex(null, null);
    list.list = true;
    list.value = list;
    list.state = Vertex.State.DONE;
    for (int i = 0; i < elements.size(); i++) {
      evaluator.newValue();
      var element = new Vertex(list, Label.index(i));
      element.add(Conjunct.of(null, new Literal(elements.get(i))));
      list.arcs().put(Label.index(i), element);
    }
    return list;
  }
}
