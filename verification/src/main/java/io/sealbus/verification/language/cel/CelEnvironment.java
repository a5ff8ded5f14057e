package io.sealbus.verification.language.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.Set;

/**
 * What an expression may use: the standard library, which reads no clock, and the extensions for
 * strings, sets, mathematics and optional values, but for functions whose result can be larger than
 * their arguments together.
 */
final class CelEnvironment {
  /** Members of the document that are variables too. */
  static final Set<String> MEMBERS =
      Set.of(
          "predicate",
          "predicateType",
          "subject",
          "authorityMatches",
          "config",
          "spec",
          "metadata",
          "typemeta");

  static final String DOCUMENT = "document";

  private static final int MAX_ITERATIONS = 100_000;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_REGEX_PROGRAM = 1_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .maxRegexProgramSize(MAX_REGEX_PROGRAM)
          .build();

  static final Cel CEL = build();

  private CelEnvironment() {}

  private static Cel build() {
    var strings =
        CelExtensions.strings(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.INDEX_OF,
            CelStringExtensions.Function.LAST_INDEX_OF,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.UPPER_ASCII,
            CelStringExtensions.Function.SPLIT,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM);
    var builder =
        CelFactory.standardCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                CelStandardMacro.HAS,
                CelStandardMacro.ALL,
                CelStandardMacro.EXISTS,
                CelStandardMacro.EXISTS_ONE,
                CelStandardMacro.MAP,
                CelStandardMacro.MAP_FILTER,
                CelStandardMacro.FILTER)
            .addCompilerLibraries(
                strings,
                CelExtensions.sets(OPTIONS),
                CelExtensions.math(OPTIONS),
                CelExtensions.optional())
            .addRuntimeLibraries(
                strings,
                CelExtensions.sets(OPTIONS),
                CelExtensions.math(OPTIONS),
                CelExtensions.optional())
            .addVar(DOCUMENT, SimpleType.DYN);
    MEMBERS.forEach(name -> builder.addVar(name, SimpleType.DYN));
    return builder.build();
  }
}
