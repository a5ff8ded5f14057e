package io.sealbus.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes policies to a server. */
public record Policies(Server server) {
  private static final String PATH = "/v1/policies";
  private static final String GROUP = "config.openshift.io";
  private static final List<String> KINDS =
      List.of(
          "ClusterImagePolicy",
          "ImagePolicy",
          "Image",
          "ClusterVersion",
          "ImageDigestMirrorSet",
          "ImageTagMirrorSet",
          "ImageContentSourcePolicy");

  /**
   * Hands in all documents. Each text is tried dry first, so that one which is refused keeps all
   * from being written.
   *
   * @return what became of each policy
   */
  public ArrayNode apply(List<Documents> texts) {
    for (Documents text : texts) {
      send(text, PATH + "?dryRun=true");
    }
    ArrayNode changes = JsonNodeFactory.instance.arrayNode();
    for (Documents text : texts) {
      send(text, PATH).path("policies").forEach(changes::add);
    }
    return changes;
  }

  private JsonNode send(Documents text, String path) {
    try {
      return server.post(path, text.text());
    } catch (CommandException e) {
      throw e.exit() == ExitCode.DENIED
          ? new CommandException(e.exit(), e.code(), text.name() + ": " + e.getMessage(), e)
          : e;
    }
  }

  /** Deletes every policy that the documents name. */
  public ArrayNode delete(List<Documents> texts) {
    var keys = new ArrayList<ResourceKey>();
    texts.forEach(text -> keys.addAll(keys(text)));
    ArrayNode changes = JsonNodeFactory.instance.arrayNode();
    keys.forEach(key -> changes.add(server.delete(path(key))));
    return changes;
  }

  /** Deletes one policy. */
  public ArrayNode delete(String kind, @Nullable String namespace, String name) {
    try {
      String spelt = kind(kind);
      JsonNode change = server.delete(path(new ResourceKey(group(spelt), spelt, namespace, name)));
      return JsonNodeFactory.instance.arrayNode().add(change);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "BAD_NAME", kind + " " + name + " cannot name a policy", e);
    }
  }

  /** As the API spells it, where it is one of the kinds, in one or many, in any case. */
  private static String kind(String written) {
    for (String kind : KINDS) {
      String plural =
          kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
      if (written.equalsIgnoreCase(kind) || written.equalsIgnoreCase(plural)) {
        return kind;
      }
    }
    return written;
  }

  private static String group(String kind) {
    return kind.equals("ImageContentSourcePolicy") ? "operator.openshift.io" : GROUP;
  }

  private static String path(ResourceKey key) {
    String namespace = key.namespace() == null ? "" : "/" + key.namespace();
    return PATH + "/" + key.group() + "/" + key.kind() + namespace + "/" + key.name();
  }

  private static List<ResourceKey> keys(Documents text) {
    Reading<List<Node>> reading =
        io.sealbus.verification.resource.Documents.read(text.text(), Limits.DEFAULT);
    return switch (reading) {
      case Reading.Read<List<Node>>(List<Node> documents) ->
          documents.stream().map(d -> key(text, d)).toList();
      case Reading.Refused<List<Node>> refused -> throw unusable(text, refused);
    };
  }

  private static ResourceKey key(Documents text, Node document) {
    return switch (Resource.of(document)) {
      case Reading.Read<Resource>(Resource resource) -> {
        Optional<ResourceKey> key = resource.key();
        yield key.orElseThrow(() ->
            new CommandException(
                ExitCode.USAGE, "BAD_NAME", text.name() + ": a document does not name a resource"));
      }
      case Reading.Refused<Resource> refused -> throw unusable(text, refused);
    };
  }

  private static CommandException unusable(Documents text, Reading.Refused<?> refused) {
    return new CommandException(
        ExitCode.USAGE,
        refused.findings().getFirst().code().name(),
        text.name() + ": " + refused.findings().getFirst().text());
  }
}
