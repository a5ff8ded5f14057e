package io.sealbus.standalone.docs;

import static io.sealbus.standalone.docs.Page.quoted;

import io.sealbus.runtime.bus.DeadLetterCode;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.Sealbus;
import io.sealbus.standalone.catalogue.Topics;
import io.sealbus.standalone.server.Services;
import io.sealbus.verification.Decision;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.resource.FindingCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import picocli.CommandLine;

/** What the pages say. */
final class Pages {
  private Pages() {}

  static Map<String, Page> all() {
    return new TreeMap<>(
        Map.of(
            "topics.md", topics(),
            "reasons.md", reasons(),
            "config.md", config(),
            "cli.md", cli()));
  }

  private static Page topics() {
    var page = new Page("Topics");
    page.paragraph(
        "Names carry a prefix: `bus.prefix`, and `bus.evidence.prefix` for the topics of the evidence"
            + " plane. Values are Avro; keys are UTF-8 text. Batches are compressed with snappy, which"
            + " Kafka's clients read where `snappy-java` is beside them. Sizes are in bytes of a whole"
            + " record.");
    page.columns("Topic", "Key", "Plane", "Cleanup", "Partitions", "Largest record", "What for");
    for (Topic<?> topic : TopicCatalogue.all()) {
      page.row(
          quoted(topic.name()),
          topic.key(),
          topic.plane().name().toLowerCase(java.util.Locale.ROOT),
          Topics.cleanup(topic),
          switch (topic.spread()) {
            case SINGLE -> "1";
            case BY_REPOSITORY -> "`bus.partitions`, by repository";
          },
          "%,d".formatted(topic.maxRecordBytes()),
          topic.about());
    }
    page.end();
    TopicCatalogue.all().forEach(topic -> fields(page, topic));
    return page;
  }

  private static void fields(Page page, Topic<?> topic) {
    page.heading(topic.name()).paragraph(topic.schema().getDoc());
    page.columns("Field", "Type", "Meaning");
    for (Schema.Field field : topic.schema().getFields()) {
      page.row(quoted(field.name()), type(field.schema()), field.doc());
    }
    page.end();
  }

  private static String type(Schema schema) {
    return switch (schema.getType()) {
      case UNION ->
          schema.getTypes().stream()
                  .filter(t -> t.getType() != Schema.Type.NULL)
                  .map(Pages::type)
                  .toList()
                  .getFirst()
              + " or null";
      case ARRAY -> "list of " + type(schema.getElementType());
      case MAP -> "map to " + type(schema.getValueType());
      case RECORD, ENUM -> schema.getName();
      case LONG -> schema.getLogicalType() == null ? "long" : schema.getLogicalType().getName();
      default -> schema.getType().getName();
    };
  }

  private static Page reasons() {
    var page = new Page("Reasons");
    page.paragraph(
        "A code is permanent: it is never renamed and never given another meaning. Decide by codes,"
            + " never by sentences.");
    for (Decision decision : Decision.values()) {
      List<ReasonCode> codes =
          Arrays.stream(ReasonCode.values()).filter(c -> c.decision() == decision).toList();
      if (!codes.isEmpty()) {
        page.heading(decision.name()).columns("Code", "Meaning", "What to do");
        codes.forEach(c -> page.row(quoted(c.name()), c.meaning(), c.remedy()));
        page.end();
      }
    }
    page.heading("Dead letters")
        .paragraph("Why a record stands on `dead-letters`, besides the codes above.")
        .columns("Code", "Meaning", "What to do");
    for (DeadLetterCode code : DeadLetterCode.values()) {
      page.row(quoted(code.name()), code.meaning(), code.remedy());
    }
    page.end()
        .heading("Refused documents")
        .paragraph("The `rule` of a fault in the answer to a document that cannot be used.")
        .columns("Code");
    for (FindingCode code : FindingCode.values()) {
      page.row(quoted(code.name()));
    }
    return page;
  }

  private static Page config() {
    var page = new Page("Configuration");
    page.paragraph(
        "Settings come from a properties file (`--config FILE`), environment variables and the"
            + " command line (`--set key=value`), the later ones winning. An unknown key stops the"
            + " start. Durations are ISO-8601 (`PT30S`); sizes are in bytes. Keys that begin with"
            + " `kafka.` are handed to Kafka's clients without that prefix.");
    var groups = new TreeMap<String, List<ConfigKey<?>>>();
    for (ConfigKey<?> key : Services.keys()) {
      groups
          .computeIfAbsent(
              key.name().substring(0, key.name().indexOf('.')), g -> new java.util.ArrayList<>())
          .add(key);
    }
    groups.forEach((group, keys) -> {
      page.heading(group)
          .columns("Key", "Default", "Expected", "Environment variable", "What it does");
      keys.forEach(k ->
          page.row(
              quoted(k.name()),
              quoted(k.defaultValue()),
              k.expected() + (k.secret() ? "; secret, never printed" : ""),
              quoted(Configuration.environmentName(k.name())),
              k.about()));
      page.end();
    });
    return page;
  }

  private static Page cli() {
    var page = new Page("Command line");
    page.heading("Exit status").columns("Status", "Name", "Meaning");
    for (ExitCode code : ExitCode.values()) {
      page.row(Integer.toString(code.status()), quoted(code.name()), code.meaning());
    }
    page.end();
    page.paragraph("After Ctrl-C the status is 130, after a polite kill 143.");
    CommandLine root = Sealbus.commandLine();
    page.heading("sealbus").code(root.getUsageMessage());
    root.getSubcommands()
        .forEach(
            (name, command) -> page.heading("sealbus " + name).code(command.getUsageMessage()));
    return page;
  }
}
