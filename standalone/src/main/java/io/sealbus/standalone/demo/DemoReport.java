package io.sealbus.standalone.demo;

import io.sealbus.standalone.output.Table;
import io.sealbus.standalone.output.Text;
import io.sealbus.verification.ReasonCode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** Prints what was decided, why, and what to do about it. */
public final class DemoReport {
  private DemoReport() {}

  /** Prints {@code shown}. */
  public static void print(List<Shown> shown, PrintWriter out) {
    var table = new Table("IMAGE", "WHICH IS", "WHERE", "DECISION", "REASON");
    for (Shown one : shown) {
      table.row(
          one.reference(),
          one.about(),
          one.where(),
          one.decision().isEmpty() ? "(none yet)" : one.decision(),
          one.code().isEmpty() ? "-" : one.code());
    }
    table.lines().forEach(out::println);
    out.println();
    out.println("Why, and what to do:");
    var codes = new LinkedHashSet<String>();
    for (Shown one : shown) {
      if (one.decision().equals("DENIED") && codes.add(one.code())) {
        out.println("  " + one.code() + "  " + Text.printable(one.message()));
        remedy(one.code(), out);
      }
    }
    shown.stream()
        .filter(one -> !one.asExpected())
        .forEach(one -> out.println("NOT AS EXPECTED: " + one.reference() + " " + one.where()));
    out.println();
    out.flush();
  }

  private static void remedy(String code, PrintWriter out) {
    Arrays.stream(ReasonCode.values())
        .filter(known -> known.name().equals(code))
        .forEach(known -> out.println("      " + known.remedy()));
  }
}
