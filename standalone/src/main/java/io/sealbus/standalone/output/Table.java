package io.sealbus.standalone.output;

import java.util.ArrayList;
import java.util.List;

/** Aligned columns; the last one is not padded. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** With the names of its columns. */
  public Table(String... columns) {
    rows.add(List.of(columns));
  }

  /** Adds a row with as many cells as there are columns. */
  public Table row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          cells.length + " cells (expected: " + rows.get(0).size() + ")");
    }
    rows.add(List.of(cells).stream().map(Text::printable).toList());
    return this;
  }

  /** Whether there is no row. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines, without line breaks at their ends. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i));
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }
}
