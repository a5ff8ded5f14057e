package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Expression.StructExpression;
import java.util.List;

/** A parsed text: its imports and the struct that its declarations make. */
record Source(List<Import> imports, StructExpression body) {
  /**
   * An import.
   *
   * @param name by which the text refers to the package
   */
  record Import(String name, String path, int line) {}
}
