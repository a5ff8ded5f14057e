package io.sealbus.verification.language.cue;

import java.util.ArrayList;
import java.util.List;

/** The kinds that a value may be of, as a set of bits. */
final class Kind {
  static final int BOTTOM = 0;
  static final int NULL = 1;
  static final int BOOL = 2;
  static final int INT = 4;
  static final int FLOAT = 8;
  static final int STRING = 16;
  static final int BYTES = 32;
  static final int STRUCT = 64;
  static final int LIST = 128;
  static final int FUNCTION = 256;
  static final int NUMBER = INT | FLOAT;
  static final int COMPOSITE = STRUCT | LIST;
  static final int TOP = NULL | BOOL | NUMBER | STRING | BYTES | COMPOSITE;

  private static final List<String> NAMES =
      List.of("null", "bool", "int", "float", "string", "bytes", "struct", "list", "function");

  private Kind() {}

  /** As the language writes it. */
  static String name(int kinds) {
    if ((kinds & TOP) == TOP) {
      return "_";
    }
    var names = new ArrayList<String>();
    for (int i = 0; i < NAMES.size(); i++) {
      if ((kinds & 1 << i) != 0) {
        names.add(NAMES.get(i));
      }
    }
    String joined = String.join("|", names).replace("int|float", "number");
    return joined.isEmpty() ? "_|_" : joined;
  }
}
