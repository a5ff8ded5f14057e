package io.sealbus.standalone.command;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sealbus.standalone.output.Table;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Prints an answer the way that was asked for. */
final class Answer {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** How answers are printed. */
  enum Format {
    TABLE,
    JSON
  }

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table for people, json for programs. Default: table.")
  private Format format = Format.TABLE;

  void print(JsonNode json, Supplier<Table> table) {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case JSON -> out.println(pretty(json));
      case TABLE -> table.get().lines().forEach(out::println);
    }
    out.flush();
  }

  /** Two spaces a level and one kind of line break, so that the bytes are the same everywhere. */
  static String pretty(JsonNode json) {
    var indenter = new DefaultIndenter("  ", "\n");
    var printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
