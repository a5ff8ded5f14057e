package io.sealbus.verification.language.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.Compilation.Compiled;
import io.sealbus.verification.language.Compilation.Malformed;
import io.sealbus.verification.language.Compilation.NotCovered;
import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Satisfied;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Undetermined;
import io.sealbus.verification.language.CompiledPolicyText.Outcome.Unsatisfied;
import io.sealbus.verification.language.EvaluationLimits;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code vectors/rego}, of which the reference's answers are recorded. */
final class RegoVectorsTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("sealbus.root", ".."), "vectors", "rego");

  record Case(
      String name,
      String text,
      String document,
      String expect,
      @Nullable String message,
      @Nullable String error,
      @Nullable String sealbus) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() throws IOException {
    var cases = new ArrayList<Case>();
    List<Path> files;
    try (Stream<Path> listed = Files.list(VECTORS)) {
      files = listed.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
    for (Path file : files) {
      var reading = Documents.read(Files.readAllBytes(file), Limits.DEFAULT);
      var document = (Node.Mapping) ((Reading.Read<List<Node>>) reading).value().getFirst();
      String common = text(document, "document");
      for (Node item : ((Node.Sequence) document.members().get("cases")).items()) {
        var members = (Node.Mapping) item;
        String own = text(members, "document");
        cases.add(
            new Case(
                file.getFileName() + ": " + text(members, "name"),
                String.valueOf(text(members, "text")),
                String.valueOf(own == null ? common : own),
                String.valueOf(text(members, "expect")),
                text(members, "message"),
                text(members, "error"),
                text(members, "sealbus")));
      }
    }
    return cases.stream();
  }

  private static @Nullable String text(Node.Mapping mapping, String member) {
    return mapping.members().get(member) instanceof Node.Text text ? text.value() : null;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheReference(Case it) throws Exception {
    Compilation compilation = RegoPolicyText.compile(it.text);

    assertThat(answer(compilation, it.document))
        .isEqualTo(it.sealbus == null ? it.expect : it.sealbus);
    if (it.sealbus == null && it.error != null) {
      assertThat(message(compilation, it.document)).contains(it.error);
    }
    if (it.sealbus == null && it.message != null) {
      assertThat(message(compilation, it.document)).isEqualTo(it.message);
    }
  }

  private static String answer(Compilation compilation, String document) throws Exception {
    return switch (compilation) {
      case Malformed ignored -> "malformed";
      case NotCovered ignored -> "not-covered";
      case Compiled compiled ->
          switch (evaluate(compiled, document)) {
            case Satisfied ignored -> "satisfied";
            case Unsatisfied ignored -> "unsatisfied";
            case Undetermined ignored -> "undetermined";
          };
    };
  }

  private static String message(Compilation compilation, String document) throws Exception {
    return switch (compilation) {
      case Malformed malformed -> malformed.message();
      case NotCovered notCovered -> notCovered.construct();
      case Compiled compiled ->
          switch (evaluate(compiled, document)) {
            case Satisfied ignored -> "";
            case Unsatisfied unsatisfied -> unsatisfied.message();
            case Undetermined undetermined -> undetermined.message();
          };
    };
  }

  private static Outcome evaluate(Compiled compiled, String document) throws Exception {
    return compiled.text().evaluate(JsonParser.parse(document, 1 << 20), EvaluationLimits.DEFAULT);
  }
}
