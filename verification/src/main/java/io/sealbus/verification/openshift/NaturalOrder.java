package io.sealbus.verification.openshift;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The order that the controller's YAML library gives to the keys of a map: digits by the number
 * that they form, letters behind everything else.
 *
 * <p>The comparison is not transitive: {@code r8.x} stands before {@code r10.x}, that before {@code
 * r1a.x}, and that before {@code r8.x}. For such keys the library itself answers differently from
 * run to run. Here the answer is always the same: by bytes first, then a merge sort, which unlike
 * the JDK's sort makes no assumption that could break.
 */
final class NaturalOrder {
  private NaturalOrder() {}

  static List<String> sorted(Collection<String> keys) {
    return mergeSorted(keys.stream().sorted().toList());
  }

  private static List<String> mergeSorted(List<String> keys) {
    if (keys.size() < 2) {
      return keys;
    }
    int middle = keys.size() / 2;
    List<String> left = mergeSorted(keys.subList(0, middle));
    List<String> right = mergeSorted(keys.subList(middle, keys.size()));
    var merged = new ArrayList<String>(keys.size());
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      merged.add(isLess(right.get(r), left.get(l)) ? right.get(r++) : left.get(l++));
    }
    merged.addAll(left.subList(l, left.size()));
    merged.addAll(right.subList(r, right.size()));
    return merged;
  }

  static boolean isLess(String a, String b) {
    int[] x = a.codePoints().toArray();
    int[] y = b.codePoints().toArray();
    for (int i = 0; i < x.length && i < y.length; i++) {
      if (x[i] != y[i]) {
        return isLessFrom(x, y, i);
      }
    }
    return x.length < y.length;
  }

  private static boolean isLessFrom(int[] x, int[] y, int i) {
    boolean xLetter = Character.isLetter(x[i]);
    boolean yLetter = Character.isLetter(y[i]);
    if (xLetter && yLetter) {
      return x[i] < y[i];
    }
    if (xLetter || yLetter) {
      return yLetter;
    }
    // A zero inside a number that has begun already counts: it must not read as leading.
    long start = (x[i] == '0' || y[i] == '0') && isInsideNumber(x, i) ? 1 : 0;
    int xEnd = digitsEnd(x, i);
    int yEnd = digitsEnd(y, i);
    long xNumber = number(x, i, xEnd, start);
    long yNumber = number(y, i, yEnd, start);
    if (xNumber != yNumber) {
      return xNumber < yNumber;
    }
    return xEnd != yEnd ? xEnd < yEnd : x[i] < y[i];
  }

  private static boolean isInsideNumber(int[] text, int end) {
    for (int j = end - 1; j >= 0 && Character.isDigit(text[j]); j--) {
      if (text[j] != '0') {
        return true;
      }
    }
    return false;
  }

  private static int digitsEnd(int[] text, int start) {
    int end = start;
    while (end < text.length && Character.isDigit(text[end])) {
      end++;
    }
    return end;
  }

  /** Wraps around beyond 64 bits, as the library does. */
  private static long number(int[] text, int start, int end, long initial) {
    long number = initial;
    for (int i = start; i < end; i++) {
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }
}
