package io.sealbus.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocsTest {
  private static final Path DOCS = Path.of(System.getProperty("sealbus.root", ".."), "docs");

  static Set<String> names() {
    return Pages.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void pageSaysWhatTheCodeSays(String name) throws IOException {
    String page = Pages.all().get(name).toString();
    if (Boolean.getBoolean("sealbus.docs.update")) {
      Files.createDirectories(DOCS);
      Files.writeString(DOCS.resolve(name), page);
    }

    assertThat(DOCS.resolve(name)).hasContent(page);
  }
}
