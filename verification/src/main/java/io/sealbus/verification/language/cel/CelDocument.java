package io.sealbus.verification.language.cel;

import dev.cel.common.values.NullValue;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * JSON as values of CEL: numbers that are written as integers of 64 bits are integers, others are
 * floating-point numbers; of members of one name the last is kept.
 */
final class CelDocument {
  private CelDocument() {}

  static Object value(JsonValue json, CelBudget budget) {
    budget.made(1);
    return switch (json) {
      case JsonNull ignored -> NullValue.NULL_VALUE;
      case JsonBoolean(boolean truth) -> truth;
      case JsonString(String text) -> text;
      case JsonNumber(String text) -> number(text);
      case JsonArray array -> {
        var elements = new ArrayList<Object>();
        for (JsonValue element : array.elements()) {
          elements.add(value(element, budget));
        }
        yield elements;
      }
      case JsonObject object -> {
        var members = new LinkedHashMap<String, Object>();
        for (Member member : object.members()) {
          members.put(member.name(), value(member.value(), budget));
        }
        yield members;
      }
    };
  }

  private static Object number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return Double.parseDouble(text);
    }
  }
}
