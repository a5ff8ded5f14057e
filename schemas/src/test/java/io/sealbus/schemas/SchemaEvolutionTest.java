package io.sealbus.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever reads the bus may be older or newer than whoever writes it. Run with {@code
 * -Dsealbus.schemas.release=true} to release a changed schema as a new version.
 */
class SchemaEvolutionTest {
  private static final SchemaValidator FULL =
      new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

  static Stream<Topic<?>> topics() {
    return TopicCatalogue.all().stream();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void newestSchemaIsReleased(Topic<?> topic) throws IOException {
    List<Schema> released = ReleasedSchemas.of(topic.schema().getName());
    if (Boolean.getBoolean("sealbus.schemas.release") && !containsNewest(topic, released)) {
      release(topic.schema(), released.size() + 1);
      return;
    }
    assertThat(containsNewest(topic, released))
        .as("%s differs from its last released version", topic.schema().getName())
        .isTrue();
  }

  private static boolean containsNewest(Topic<?> topic, List<Schema> released) {
    return !released.isEmpty()
        && fingerprint(released.get(released.size() - 1)) == fingerprint(topic.schema());
  }

  private static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  private static void release(Schema schema, int version) throws IOException {
    Path file =
        Path.of(
            "src/main/resources/io/sealbus/schemas/released",
            schema.getName() + "-" + version + ".avsc");
    Files.createDirectories(file.getParent());
    Files.writeString(file, schema.toString(true) + "\n");
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyReleasedVersionReadsAndIsReadByTheNewest(Topic<?> topic) throws Exception {
    FULL.validate(topic.schema(), ReleasedSchemas.of(topic.schema().getName()));
  }

  @Test
  void everyEnumHasADefaultSoThatANewSymbolBreaksNoReader() {
    var without = new ArrayList<String>();
    topics().forEach(topic -> collectEnumsWithoutDefault(topic.schema(), without));
    assertThat(without).isEmpty();
  }

  private static void collectEnumsWithoutDefault(Schema schema, List<String> found) {
    switch (schema.getType()) {
      case ENUM -> {
        if (schema.getEnumDefault() == null) {
          found.add(schema.getFullName());
        }
      }
      case RECORD -> schema.getFields().forEach(f -> collectEnumsWithoutDefault(f.schema(), found));
      case ARRAY -> collectEnumsWithoutDefault(schema.getElementType(), found);
      case UNION -> schema.getTypes().forEach(t -> collectEnumsWithoutDefault(t, found));
      default -> {}
    }
  }

  @Test
  void everyFieldSaysWhatItIs() {
    var undocumented = new ArrayList<String>();
    topics().forEach(topic -> collectUndocumented(topic.schema(), undocumented));
    assertThat(undocumented).isEmpty();
  }

  private static void collectUndocumented(Schema schema, List<String> found) {
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          if (field.doc() == null) {
            found.add(schema.getName() + "." + field.name());
          }
          collectUndocumented(field.schema(), found);
        }
      }
      case ARRAY -> collectUndocumented(schema.getElementType(), found);
      case UNION -> schema.getTypes().forEach(t -> collectUndocumented(t, found));
      default -> {}
    }
  }
}
