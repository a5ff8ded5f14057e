package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Satisfied;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Unsatisfied;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoBoolean;
import io.sealbus.verification.language.rego.RegoValue.RegoNull;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code isCompliant} as the policy-controller does: {@code true}, or a set or array of
 * objects with {@code result}, {@code error} and {@code warning}, of which the first with a true
 * result decides.
 */
final class Compliance {
  private static final String RULE = "isCompliant";
  private static final String QUERY = RULE + " = data.sigstore." + RULE;
  private static final String REFUSAL = "policy is not compliant for query ";

  private Compliance() {}

  static Outcome of(Evaluator evaluator) {
    var values = new ArrayList<RegoValue>();
    evaluator
        .terms()
        .reference(
            Term.data("sigstore", RULE),
            new Bindings(),
            value -> {
              values.add(value);
              return true;
            });
    RegoValue value = values.isEmpty() ? RegoValue.FALSE : values.getFirst();
    return switch (value) {
      case RegoBoolean(boolean truth) when truth -> new Satisfied();
      case RegoArray array -> findings(array.elements());
      case RegoSet set -> findings(set.members());
      default -> new Unsatisfied(REFUSAL + "'" + QUERY + "'");
    };
  }

  private static Outcome findings(List<RegoValue> values) {
    var refusal = new Unsatisfied(REFUSAL + "\"" + QUERY + "\"");
    for (RegoValue value : values) {
      // The reference's process ends here.
      if (!(value instanceof RegoObject object)) {
        return new Unsatisfied(
            REFUSAL + "'" + QUERY + "': a result is " + value.typeName() + ", not an object");
      }
      var finding = new Finding(object);
      if (finding.mismatch != null) {
        return new Unsatisfied(
            REFUSAL + "'" + QUERY + "' due to parsing errors: " + finding.mismatch);
      }
      if (finding.result) {
        return finding.warning.isEmpty()
            ? new Satisfied()
            : new Unsatisfied("warning: " + finding.warning);
      }
      refusal = new Unsatisfied(REFUSAL + "'" + QUERY + "' with errors: " + finding.error);
    }
    return refusal;
  }

  /** One object, read as Go reads JSON: names in any case, null as if it were absent. */
  private static final class Finding {
    private boolean result;
    private String error = "";
    private String warning = "";
    private @Nullable String mismatch;

    Finding(RegoObject object) {
      var members = new TreeMap<String, RegoValue>(ValueOrder::compareText);
      for (int i = 0; i < object.keys().size(); i++) {
        members.put(Format.key(object.keys().get(i)), object.values().get(i));
      }
      members.forEach(this::read);
    }

    private void read(String name, RegoValue value) {
      if (value instanceof RegoNull) {
        return;
      }
      if (name.equalsIgnoreCase("result")) {
        if (value instanceof RegoBoolean(boolean truth)) {
          result = truth;
        } else {
          mismatch(value, "result of type bool");
        }
      } else if (name.equalsIgnoreCase("error")) {
        error = text(value, error, "error of type string");
      } else if (name.equalsIgnoreCase("warning")) {
        warning = text(value, warning, "warning of type string");
      }
    }

    private String text(RegoValue value, String before, String field) {
      if (value instanceof RegoString(String text)) {
        return text;
      }
      mismatch(value, field);
      return before;
    }

    private void mismatch(RegoValue value, String field) {
      if (mismatch == null) {
        String kind =
            switch (value) {
              case RegoBoolean ignored -> "bool";
              case RegoSet ignored -> "array";
              default -> value.typeName();
            };
        mismatch =
            "json: cannot unmarshal " + kind + " into Go struct field CosignRuleResult." + field;
      }
    }
  }
}
