package io.sealbus.standalone.docs;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes one Markdown page. */
final class Page {
  private final StringBuilder text = new StringBuilder();

  Page(String title) {
    text.append("# ").append(title).append("\n\n");
    text.append(
        "<!-- Printed from code; `./mvnw -pl standalone -am test -Dtest=DocsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsealbus.docs.update=true` prints it anew."
            + " -->\n\n");
  }

  Page heading(String words) {
    text.append("## ").append(words).append("\n\n");
    return this;
  }

  Page paragraph(String words) {
    text.append(words).append("\n\n");
    return this;
  }

  Page code(String block) {
    text.append("```text\n").append(block.stripTrailing()).append("\n```\n\n");
    return this;
  }

  Page columns(String... names) {
    return row(names)
        .line(Arrays.stream(names).map(n -> "---").collect(Collectors.joining(" | ", "| ", " |")));
  }

  Page row(String... cells) {
    return line(
        Arrays.stream(cells)
            .map(c -> c.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  Page line(String line) {
    text.append(line).append('\n');
    return this;
  }

  Page end() {
    text.append('\n');
    return this;
  }

  static String quoted(String words) {
    return words.isEmpty() ? "" : "`" + words + "`";
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
