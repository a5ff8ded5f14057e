package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.Term.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A document, and the values that rules have for it. */
final class Frame {
  private final RegoValue input;

  /** Empty where a rule has no value. */
  final Map<RuleTree, Optional<RegoValue>> values = new HashMap<>();

  Frame(RegoValue input) {
    this.input = input;
  }

  RegoValue input() {
    return input;
  }

  /**
   * {@code document} with {@code value} at {@code path}; what is no object on the way becomes one.
   */
  static RegoValue put(RegoValue document, List<Term> path, int at, RegoValue value) {
    if (at == path.size()) {
      return value;
    }
    RegoObject object = document instanceof RegoObject it ? it : RegoObject.EMPTY;
    RegoValue key = ((Scalar) path.get(at)).value();
    RegoValue below = object.get(key);
    var members = object.toBuilder();
    members.put(key, put(below == null ? RegoObject.EMPTY : below, path, at + 1, value));
    return RegoObject.of(members);
  }
}
