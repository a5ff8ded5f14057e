package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoBoolean;
import io.sealbus.verification.language.rego.RegoValue.RegoNull;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.util.Collections;
import java.util.List;

/** The total order of values. */
final class ValueOrder {
  private ValueOrder() {}

  static int compare(RegoValue a, RegoValue b) {
    if (a == b) {
      return 0;
    }
    return switch (a) {
      case RegoBoolean x when b instanceof RegoBoolean y -> Boolean.compare(x.value(), y.value());
      case RegoNumber x when b instanceof RegoNumber y -> x.compareTo(y);
      case RegoString x when b instanceof RegoString y -> compareText(x.text(), y.text());
      case RegoArray x when b instanceof RegoArray y -> compare(x.elements(), y.elements());
      case RegoSet x when b instanceof RegoSet y -> compare(x.members(), y.members());
      case RegoObject x when b instanceof RegoObject y -> compareObjects(x, y);
      default -> Integer.compare(rank(a), rank(b));
    };
  }

  /** By the bytes of UTF-8, which is the order of code points. */
  static int compareText(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean highX = Character.isSurrogate(x);
        boolean highY = Character.isSurrogate(y);
        return highX == highY ? Character.compare(x, y) : highX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Where {@code value} stands in {@code sorted}; negative where it does not. */
  static int find(List<RegoValue> sorted, RegoValue value) {
    return Collections.binarySearch(sorted, value, RegoValue.ORDER);
  }

  private static int compare(List<RegoValue> a, List<RegoValue> b) {
    int length = Math.min(a.size(), b.size());
    for (int i = 0; i < length; i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareObjects(RegoObject a, RegoObject b) {
    int length = Math.min(a.keys().size(), b.keys().size());
    for (int i = 0; i < length; i++) {
      int order = compare(a.keys().get(i), b.keys().get(i));
      if (order == 0) {
        order = compare(a.values().get(i), b.values().get(i));
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.keys().size(), b.keys().size());
  }

  private static int rank(RegoValue value) {
    return switch (value) {
      case RegoNull ignored -> 0;
      case RegoBoolean ignored -> 1;
      case RegoNumber ignored -> 2;
      case RegoString ignored -> 3;
      case RegoArray ignored -> 4;
      case RegoObject ignored -> 5;
      case RegoSet ignored -> 6;
    };
  }
}
