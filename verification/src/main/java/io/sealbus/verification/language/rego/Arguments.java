package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Budget.Stopped;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A function's arguments, as the kinds that it takes. */
record Arguments(List<RegoValue> values, Budget budget) {
  RegoValue value(int index) {
    return values.get(index);
  }

  String text(int index) {
    return text(value(index));
  }

  static String text(RegoValue value) {
    if (value instanceof RegoString(String text)) {
      return text;
    }
    throw new Mismatch();
  }

  byte[] bytes(int index) {
    return text(index).getBytes(StandardCharsets.UTF_8);
  }

  RegoNumber number(int index) {
    return number(value(index));
  }

  static RegoNumber number(RegoValue value) {
    if (value instanceof RegoNumber number) {
      return number;
    }
    throw new Mismatch();
  }

  /** An integer that is written as one. */
  long integer(int index) {
    Long integer = number(index).integer();
    if (integer == null) {
      throw new Mismatch();
    }
    return integer;
  }

  RegoArray array(int index) {
    if (value(index) instanceof RegoArray array) {
      return array;
    }
    throw new Mismatch();
  }

  RegoSet set(int index) {
    if (value(index) instanceof RegoSet set) {
      return set;
    }
    throw new Mismatch();
  }

  RegoObject object(int index) {
    return object(value(index));
  }

  static RegoObject object(RegoValue value) {
    if (value instanceof RegoObject object) {
      return object;
    }
    throw new Mismatch();
  }

  /** The elements of an array or a set. */
  List<RegoValue> elements(int index) {
    return switch (value(index)) {
      case RegoArray array -> array.elements();
      case RegoSet set -> set.members();
      default -> throw new Mismatch();
    };
  }

  /** The elements of an array or a set of strings. */
  List<String> texts(int index) {
    return elements(index).stream().map(Arguments::text).toList();
  }

  /** Counts work in proportion to {@code size} characters or elements. */
  void work(long size) {
    budget.steps(1 + size / 16);
  }

  /** A string of bytes, which must be UTF-8: others are strings in the reference, but not here. */
  static RegoString utf8(byte[] bytes) {
    try {
      return RegoValue.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new Stopped("string that is not UTF-8");
    }
  }
}
