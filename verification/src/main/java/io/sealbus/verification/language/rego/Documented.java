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

/** JSON as values of the language. */
final class Documented {
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
          case JsonObject object -> {
            var members = RegoObject.builder();
            for (Member member : object.members()) {
              members.put(RegoValue.of(member.name()), value(member.value(), budget));
            }
            yield RegoObject.of(members);
          }
        };
    budget.made(value);
    return value;
  }

  private static RegoNumber number(String text) {
    RegoNumber number = RegoNumber.parse(text);
    if (number == null) {
      throw new Budget.Stopped("number out of range");
    }
    return number;
  }
}
