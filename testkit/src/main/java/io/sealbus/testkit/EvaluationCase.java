package io.sealbus.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One case of {@code vectors/verify-containers}: an image, a policy.json and what a node answers.
 * Holds what the file says and judges nothing.
 *
 * @param name file name without its ending
 * @param image the reference as a user gives it
 * @param policy the text of policy.json, in which {@link #DIRECTORY} stands for the folder of
 *     {@code files}
 * @param files content by name
 * @param platform {@code os/architecture} of the instance that is to be chosen from the index; null
 *     where the manifest that the reference names is evaluated, index or not
 * @param mirrors tried in their order before the registry that the reference names
 * @param registriesD content of a registries.d file, in logical names
 * @param faults what the registry answers wrongly
 * @param accepted the expected answer
 * @param errorClass the expected reason code in lower case with dashes; null where accepted
 * @param reasons those of each signature in order, where {@code errorClass} is {@code
 *     none-accepted}
 */
public record EvaluationCase(
    String name,
    String description,
    String image,
    String policy,
    Map<String, String> files,
    @Nullable String platform,
    List<Mirror> mirrors,
    String registriesD,
    List<Fault> faults,
    boolean accepted,
    @Nullable String errorClass,
    List<String> reasons) {
  /** Stands in {@link #policy} for the folder that {@link #files} are written to. */
  public static final String DIRECTORY = "@DIR@";

  private static final String ATTACHMENTS_ON = "default-docker: {use-sigstore-attachments: true}";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** References that begin with {@code source} are looked for under {@code mirror} first. */
  public record Mirror(String source, String mirror) {}

  /** All cases in {@code directory}, by name. */
  public static List<EvaluationCase> readAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(EvaluationCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The case in {@code file}. */
  public static EvaluationCase read(Path file) {
    try {
      Map<String, Object> members = mapping(load(Files.readString(file)));
      String errorClass = (String) members.get("errorClass");
      return new EvaluationCase(
          file.getFileName().toString().replace(".yaml", ""),
          text(members, "description"),
          text(members, "image"),
          policy(members),
          files(members),
          "instance".equals(members.get("evaluate")) ? text(members, "platform") : null,
          mirrors(members),
          registriesD(members),
          faults(members),
          text(members, "expect").equals("accepted"),
          errorClass,
          list(members, "reasons").stream().map(String.class::cast).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link #policy} with its files in {@code directory}, in UTF-8. */
  public byte[] policy(String directory) {
    return policy.replace(DIRECTORY, directory).getBytes(StandardCharsets.UTF_8);
  }

  /** The references that the image may be served under, the mirrors' first. */
  public List<String> candidates(String normalized) {
    var candidates = new ArrayList<String>();
    for (Mirror mirror : mirrors) {
      if (normalized.startsWith(mirror.source())) {
        candidates.add(mirror.mirror() + normalized.substring(mirror.source().length()));
      }
    }
    candidates.add(normalized);
    return candidates;
  }

  private static String policy(Map<String, Object> members) throws IOException {
    return members.get("policyText") instanceof String text
        ? text
        : JSON.writeValueAsString(members.get("policyJson"));
  }

  private static Map<String, String> files(Map<String, Object> members) {
    var files = new LinkedHashMap<String, String>();
    mapping(members.get("files")).forEach((name, text) -> files.put(name, (String) text));
    return files;
  }

  private static List<Mirror> mirrors(Map<String, Object> members) {
    return list(members, "mirrors").stream()
        .map(EvaluationCase::mapping)
        .map(mirror -> new Mirror(text(mirror, "source"), text(mirror, "mirror")))
        .toList();
  }

  private static String registriesD(Map<String, Object> members) {
    Object content = members.get("registriesD");
    return content == null
        ? ATTACHMENTS_ON
        : new Dump(DumpSettings.builder().build()).dumpToString(content);
  }

  private static List<Fault> faults(Map<String, Object> members) {
    return list(members, "faults").stream().map(EvaluationCase::mapping).map(Fault::of).toList();
  }

  private static @Nullable Object load(String yaml) {
    return new Load(LoadSettings.builder().setCodePointLimit(64 << 20).build())
        .loadFromString(yaml);
  }

  private static Map<String, Object> mapping(@Nullable Object value) {
    var members = new LinkedHashMap<String, Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(String.valueOf(name), member));
    }
    return members;
  }

  private static List<?> list(Map<String, Object> members, String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  private static String text(Map<String, Object> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a case needs " + name);
  }

  @Override
  public String toString() {
    return name;
  }
}
