package io.sealbus.verification.language.cue;

import java.util.List;

/**
 * A function of the standard library.
 *
 * @param parameters the kinds that each parameter takes
 * @param validates whether it tells yes or no, and so may stand for the values of which it says yes
 * @param lazy whether it also takes what is not concrete
 */
record Function(String name, List<Integer> parameters, boolean validates, boolean lazy, Body body) {
  /** What it does. */
  interface Body {
    /** The result; a {@link Bottom} where there is none. Arguments are concrete unless lazy. */
    Value apply(Evaluator evaluator, List<Value> arguments);
  }
}
