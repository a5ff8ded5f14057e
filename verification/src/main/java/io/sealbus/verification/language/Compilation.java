package io.sealbus.verification.language;

/** What came of compiling a text. */
public sealed interface Compilation {
  /** Most UTF-16 units of a text that are read. */
  int MAX_TEXT = 256 << 10;

  /** It can be evaluated. */
  record Compiled(CompiledPolicyText text) implements Compilation {}

  /** It is no text of the language; the reference, too, refuses every document then. */
  record Malformed(String message) implements Compilation {}

  /**
   * It is one, as far as can be seen, and uses what is not covered here. Such a policy is refused
   * at admission: guessing could pass what the reference refuses.
   *
   * @param construct what is not covered, such as {@code builtin http.send}
   * @param line from 1
   */
  record NotCovered(String construct, int line) implements Compilation {}
}
