package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Term.ArrayTerm;
import io.sealbus.verification.language.rego.Term.Comprehension;
import io.sealbus.verification.language.rego.Term.ObjectTerm;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.SetTerm;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a default rule may say. */
final class DefaultRules {
  private DefaultRules() {}

  static void check(Term value, @Nullable List<Term> arguments, int line) throws RegoException {
    if (!isConstant(value)) {
      throw RegoException.parse(line, "illegal default rule (value cannot contain a reference)");
    }
    var names = new HashSet<String>();
    for (Term argument : arguments == null ? List.<Term>of() : arguments) {
      if (!(argument instanceof Var(String name)) || !names.add(name)) {
        throw RegoException.parse(line, "illegal default rule (arguments must be variables)");
      }
    }
  }

  /** Whether the term needs neither variables nor references, comprehensions excepted. */
  static boolean isConstant(Term term) {
    return switch (term) {
      case Scalar ignored -> true;
      case Comprehension ignored -> true;
      case ArrayTerm array -> array.elements().stream().allMatch(DefaultRules::isConstant);
      case SetTerm set -> set.members().stream().allMatch(DefaultRules::isConstant);
      case ObjectTerm object ->
          object.members().stream()
              .allMatch(pair -> isConstant(pair.key()) && isConstant(pair.value()));
      case Var ignored -> false;
      case Ref ignored -> false;
      case Term.Call ignored -> false;
    };
  }

  /** Whether what follows the name has no variables. */
  static boolean isGround(Ref ref) {
    return ref.path().stream().allMatch(DefaultRules::isConstant);
  }
}
