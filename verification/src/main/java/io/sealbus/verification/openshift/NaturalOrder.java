package io.sealbus.verification.openshift;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The order that the controller's YAML library gives to the keys of a map: digits by the number
 * that they form, letters behind everything else.
 *
 * <p>The comparison is not transitive: {@code r8.x} stands before {@code r10.x}, that before {@code
 * r1a.x}, and that before {@code r8.x}. For such keys the library itself answers differently from
 * run to run. Here the answer is always the same: by bytes first, then a merge sort, which unlike
 * the JDK's sort makes no assumption that could break. Keys are scopes, which are ASCII: a unit is
 * a code point.
 */
final class NaturalOrder {
  private NaturalOrder() {}

  static List<String> sorted(Collection<String> keys) {
    String[] sorted = keys.toArray(String[]::new);
    Arrays.sort(sorted);
    mergeSort(sorted, sorted.clone(), 0, sorted.length);
    return Arrays.asList(sorted);
  }

  /** Sorts a part of {@code to}, of which {@code from} has the same keys. */
  private static void mergeSort(String[] to, String[] from, int start, int end) {
    if (end - start < 2) {
      return;
    }
    int middle = start + (end - start) / 2;
    mergeSort(from, to, start, middle);
    mergeSort(from, to, middle, end);
    int l = start;
    int r = middle;
    for (int i = start; i < end; i++) {
      boolean right = l == middle || r < end && isLess(from[r], from[l]);
      to[i] = right ? from[r++] : from[l++];
    }
  }

  static boolean isLess(String a, String b) {
    int shared = 0;
    while (shared < a.length() && shared < b.length() && a.charAt(shared) == b.charAt(shared)) {
      shared++;
    }
    if (shared == a.length() || shared == b.length()) {
      return a.length() < b.length();
    }
    char p = a.charAt(shared);
    char q = b.charAt(shared);
    if (isLowerCase(p) && isLowerCase(q)) {
      return p < q;
    }
    return isLessFrom(a, b, shared);
  }

  private static boolean isLowerCase(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLessFrom(String x, String y, int i) {
    char p = x.charAt(i);
    char q = y.charAt(i);
    boolean xLetter = Character.isLetter(p);
    boolean yLetter = Character.isLetter(q);
    if (xLetter && yLetter) {
      return p < q;
    }
    if (xLetter || yLetter) {
      return yLetter;
    }
    // A zero inside a number that has begun already counts: it must not read as leading.
    long start = (p == '0' || q == '0') && isInsideNumber(x, i) ? 1 : 0;
    int xEnd = digitsEnd(x, i);
    int yEnd = digitsEnd(y, i);
    long xNumber = number(x, i, xEnd, start);
    long yNumber = number(y, i, yEnd, start);
    if (xNumber != yNumber) {
      return xNumber < yNumber;
    }
    return xEnd != yEnd ? xEnd < yEnd : p < q;
  }

  private static boolean isInsideNumber(String text, int end) {
    for (int j = end - 1; j >= 0 && Character.isDigit(text.charAt(j)); j--) {
      if (text.charAt(j) != '0') {
        return true;
      }
    }
    return false;
  }

  private static int digitsEnd(String text, int start) {
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Wraps around beyond 64 bits, as the library does. */
  private static long number(String text, int start, int end, long initial) {
    long number = initial;
    for (int i = start; i < end; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }
}
