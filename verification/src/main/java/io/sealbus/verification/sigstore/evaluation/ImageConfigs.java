package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.MANIFEST_INVALID;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.sigstore.evaluation.GoType.Any;
import io.sealbus.verification.sigstore.evaluation.GoType.Bool;
import io.sealbus.verification.sigstore.evaluation.GoType.Field;
import io.sealbus.verification.sigstore.evaluation.GoType.ListOf;
import io.sealbus.verification.sigstore.evaluation.GoType.MapOf;
import io.sealbus.verification.sigstore.evaluation.GoType.Struct;
import io.sealbus.verification.sigstore.evaluation.GoType.Text;
import io.sealbus.verification.sigstore.evaluation.GoType.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The config files of an image, or of the images of an index, as a policy over the results of
 * authorities sees them: by {@code os/architecture[/variant]}.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image-spec,
 *     config</a>
 */
final class ImageConfigs {
  private static final int MAX_BYTES = 8 << 20;
  private static final GoType TEXT = new Text();
  private static final GoType BOOL = new Bool();
  private static final GoType TEXTS = new ListOf(TEXT);
  private static final GoType SET = new MapOf(Struct.of());
  private static final GoType TIME = new Time(false);

  private static final GoType CONFIG =
      Struct.of(
          Field.optional("AttachStderr", BOOL),
          Field.optional("AttachStdin", BOOL),
          Field.optional("AttachStdout", BOOL),
          Field.optional("Cmd", TEXTS),
          Field.optional("Healthcheck", new Any()),
          Field.optional("Domainname", TEXT),
          Field.optional("Entrypoint", TEXTS),
          Field.optional("Env", TEXTS),
          Field.optional("Hostname", TEXT),
          Field.optional("Image", TEXT),
          Field.optional("Labels", new MapOf(TEXT)),
          Field.optional("OnBuild", TEXTS),
          Field.optional("OpenStdin", BOOL),
          Field.optional("StdinOnce", BOOL),
          Field.optional("Tty", BOOL),
          Field.optional("User", TEXT),
          Field.optional("Volumes", SET),
          Field.optional("WorkingDir", TEXT),
          Field.optional("ExposedPorts", SET),
          Field.optional("ArgsEscaped", BOOL),
          Field.optional("NetworkDisabled", BOOL),
          Field.optional("MacAddress", TEXT),
          Field.optional("StopSignal", TEXT),
          Field.optional("Shell", TEXTS));

  private static final GoType CONFIG_FILE =
      Struct.of(
          Field.of("architecture", TEXT),
          Field.optional("author", TEXT),
          Field.optional("container", TEXT),
          Field.of("created", TIME),
          Field.optional("docker_version", TEXT),
          Field.optional(
              "history",
              new ListOf(
                  Struct.of(
                      Field.optional("author", TEXT),
                      Field.of("created", TIME),
                      Field.optional("created_by", TEXT),
                      Field.optional("comment", TEXT),
                      Field.optional("empty_layer", BOOL)))),
          Field.of("os", TEXT),
          Field.of("rootfs", Struct.of(Field.of("type", TEXT), Field.of("diff_ids", TEXTS))),
          Field.of("config", CONFIG),
          Field.optional("os.version", TEXT),
          Field.optional("variant", TEXT),
          Field.optional("os.features", TEXTS));

  private ImageConfigs() {}

  /** The document's member {@code config}. */
  static JsonValue document(List<Attachment> files) throws Refusal {
    Map<String, JsonValue> byPlatform = new LinkedHashMap<>();
    for (Attachment file : files) {
      Bytes content = file.content();
      try {
        JsonValue config =
            CONFIG_FILE.pass(
                JsonParser.parse(content == null ? new byte[0] : content.toArray(), MAX_BYTES));
        byPlatform.put(platform(config), config);
      } catch (InvalidJsonException e) {
        throw new Refusal(MANIFEST_INVALID, "image config: " + e.getMessage());
      }
    }
    var members = new ArrayList<Member>();
    byPlatform.forEach((platform, config) -> members.add(new Member(platform, config)));
    return new JsonObject(members);
  }

  private static String platform(JsonValue config) {
    String os = text(config, "os");
    if (os.isEmpty()) {
      return "";
    }
    String version = text(config, "os.version");
    return os
        + prefixed("/", text(config, "architecture"))
        + prefixed("/", text(config, "variant"))
        + prefixed(":", version);
  }

  private static String prefixed(String prefix, String text) {
    return text.isEmpty() ? "" : prefix + text;
  }

  private static String text(JsonValue config, String name) {
    if (config instanceof JsonObject object) {
      for (Member member : object.members()) {
        if (member.name().equals(name) && member.value() instanceof JsonString string) {
          return string.text();
        }
      }
    }
    return "";
  }
}
