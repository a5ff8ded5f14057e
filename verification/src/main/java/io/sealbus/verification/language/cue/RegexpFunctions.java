package io.sealbus.verification.language.cue;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.sealbus.verification.language.cue.Value.BooleanValue;
import io.sealbus.verification.language.cue.Value.StringValue;
import java.util.List;

/** The package {@code regexp}. */
final class RegexpFunctions {
  private RegexpFunctions() {}

  static List<Function> all() {
    List<Integer> two = List.of(Kind.STRING, Kind.STRING);
    return List.of(
        new Function(
            "regexp.Match",
            two,
            true,
            false,
            (e, a) -> new BooleanValue(compile(a).matcher(text(a, 1)).find())),
        new Function("regexp.Find", two, false, false, (e, a) -> find(a)));
  }

  private static String text(List<Value> arguments, int index) {
    return ((StringValue) arguments.get(index)).text();
  }

  private static Pattern compile(List<Value> arguments) {
    return RegularExpressions.compile(text(arguments, 0));
  }

  private static Value find(List<Value> arguments) {
    Matcher matcher = compile(arguments).matcher(text(arguments, 1));
    return matcher.find() ? new StringValue(matcher.group()) : Bottom.error("no match");
  }
}
