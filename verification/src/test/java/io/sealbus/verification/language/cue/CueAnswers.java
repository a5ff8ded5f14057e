package io.sealbus.verification.language.cue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.language.Compilation;
import io.sealbus.verification.language.CompiledPolicyText.Outcome;
import io.sealbus.verification.language.EvaluationLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Questions with the answers of the reference's engine. */
final class CueAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_DOCUMENT = 1 << 20;

  private CueAnswers() {}

  enum Answer {
    MALFORMED,
    UNSATISFIED,
    SATISFIED,
    /** No answer: not covered, undetermined, or none of the engine. */
    NONE
  }

  /** One line of a file. */
  record Line(String text, String document, Answer answer) {
    @Override
    public String toString() {
      return text.replace("\n", "⏎") + " | " + document;
    }
  }

  static List<Line> read(Path file) {
    try {
      return Files.readAllLines(file).stream().map(CueAnswers::line).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      // Numbers as they are written: 1.0 is not 1.
      int start = line.indexOf("\"document\":") + "\"document\":".length();
      String document = line.substring(start, line.lastIndexOf("\"compiled\"")).strip();
      Answer answer =
          node.path("unknown").asBoolean()
              ? Answer.NONE
              : !node.get("compiled").asBoolean()
                  ? Answer.MALFORMED
                  : node.get("satisfied").asBoolean() ? Answer.SATISFIED : Answer.UNSATISFIED;
      return new Line(
          node.get("text").asText(), document.substring(0, document.length() - 1), answer);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What this implementation answers. */
  static Answer ask(Line line) {
    return switch (CuePolicyText.compile(line.text())) {
      case Compilation.Malformed ignored -> Answer.MALFORMED;
      case Compilation.NotCovered ignored -> Answer.NONE;
      case Compilation.Compiled compiled ->
          switch (compiled.text().evaluate(json(line.document()), EvaluationLimits.DEFAULT)) {
            case Outcome.Satisfied ignored -> Answer.SATISFIED;
            case Outcome.Unsatisfied ignored -> Answer.UNSATISFIED;
            case Outcome.Undetermined ignored -> Answer.NONE;
          };
    };
  }

  static JsonValue json(String text) {
    try {
      return JsonParser.parse(text, MAX_DOCUMENT);
    } catch (InvalidJsonException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
