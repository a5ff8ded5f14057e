package io.sealbus.verification.language.cue;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.language.cue.Declaration.Field;
import io.sealbus.verification.language.cue.Expression.Element;
import io.sealbus.verification.language.cue.Expression.Item;
import io.sealbus.verification.language.cue.Expression.ListExpression;
import io.sealbus.verification.language.cue.Expression.Literal;
import io.sealbus.verification.language.cue.Expression.StructExpression;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.NullValue;
import io.sealbus.verification.language.cue.Value.NumberValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.util.ArrayList;

/** JSON documents as expressions: every JSON text is one of CUE. */
final class Documents {
  private final Evaluator evaluator;

  /**
   * @param evaluator counts the values
   */
  Documents(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Expression expression(JsonValue document) {
    evaluator.newValue();
    evaluator.enter();
    Expression expression =
        switch (document) {
          case JsonObject object -> object(object);
          case JsonArray array -> array(array);
          case JsonString string -> new Literal(new StringValue(string.text()));
          case JsonNumber number -> new Literal(number(number));
          case JsonBoolean truth -> new Literal(new BooleanValue(truth.value()));
          case JsonNull ignored -> new Literal(new NullValue());
        };
    evaluator.leave();
    return expression;
  }

  /** Two members of one name are unified, as in CUE. */
  private Expression object(JsonObject object) {
    var fields = new ArrayList<Declaration>();
    for (Member member : object.members()) {
      fields.add(
          new Field(
              Label.string(member.name()),
              Presence.MEMBER,
              expression(member.value()),
              null,
              null,
              0));
    }
    return new StructExpression(fields, Names.NONE);
  }

  private Expression array(JsonArray array) {
    var elements = new ArrayList<Element>();
    for (JsonValue element : array.elements()) {
      elements.add(new Item(expression(element)));
    }
    return new ListExpression(elements, null);
  }

  /**
   * @throws UndecidableException where its exponent is beyond the engine's
   */
  static NumberValue number(JsonNumber number) {
    String text = number.text();
    boolean integer = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    NumberValue value = Numbers.decimal(number.text(), integer);
    if (value == null) {
      throw new UndecidableException("number out of range in the document");
    }
    return value;
  }
}
