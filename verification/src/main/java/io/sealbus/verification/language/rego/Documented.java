package io.sealbus.verification.language.rego;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import java.util.ArrayList;
import java.util.List;

/** JSON as values of the language. */
final class Documented {
  /** Members of an object that are sorted as they come. */
  private static final int FEW = 16;

  private Documented() {}

  /** Of members of one name the last is kept, as Go does; numbers stay as they are written. */
  static RegoValue value(JsonValue json, Budget budget) {
    RegoValue value =
        switch (json) {
          case JsonNull ignored -> RegoValue.NULL;
          case JsonBoolean(boolean truth) -> RegoValue.of(truth);
          case JsonString(String text) -> RegoValue.of(text);
          case JsonNumber(String text) -> number(text);
          case JsonArray array -> {
            var elements = new ArrayList<RegoValue>();
            for (JsonValue element : array.elements()) {
              elements.add(value(element, budget));
            }
            yield RegoValue.array(elements);
          }
          case JsonObject(List<Member> members) ->
              members.size() > FEW ? sorted(members, budget) : inserted(members, budget);
        };
    budget.made(value);
    return value;
  }

  private static RegoObject sorted(List<Member> members, Budget budget) {
    var sorted = RegoObject.builder();
    for (Member member : members) {
      sorted.put(RegoValue.of(member.name()), value(member.value(), budget));
    }
    return RegoObject.of(sorted);
  }

  /** As {@link #sorted}, without a tree, which takes longer to make than a few names to move. */
  private static RegoObject inserted(List<Member> members, Budget budget) {
    var keys = new ArrayList<RegoValue>(members.size());
    var values = new ArrayList<RegoValue>(members.size());
    for (Member member : members) {
      var key = RegoValue.of(member.name());
      RegoValue value = value(member.value(), budget);
      int at = ValueOrder.find(keys, key);
      if (at >= 0) {
        values.set(at, value);
      } else {
        keys.add(-at - 1, key);
        values.add(-at - 1, value);
      }
    }
    return new RegoObject(List.copyOf(keys), List.copyOf(values));
  }

  private static RegoNumber number(String text) {
    RegoNumber number = RegoNumber.parse(text);
    if (number == null) {
      throw new Budget.Stopped("number out of range");
    }
    return number;
  }
}
