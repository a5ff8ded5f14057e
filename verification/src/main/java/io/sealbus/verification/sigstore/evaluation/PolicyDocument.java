package io.sealbus.verification.sigstore.evaluation;

import static io.sealbus.verification.ReasonCode.WORKLOAD_UNKNOWN;

import io.sealbus.verification.Reason;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.sigstore.ClusterImagePolicy.ImagePolicyText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a policy over the results of authorities is asked about. */
final class PolicyDocument {
  private static final int MAX_CHARS = 16 << 20;

  private PolicyDocument() {}

  /**
   * The document.
   *
   * @param matches what each authority that holds has found, by its name
   * @throws Refusal with a code that decides nothing, where what {@code wanted} wants is not known
   */
  static JsonValue of(
      Map<String, AuthorityMatch> matches, ImagePolicyText wanted, PolicySubject subject)
      throws Refusal {
    var members = new ArrayList<Member>();
    var authorities = new ArrayList<Member>();
    matches.forEach((name, match) -> authorities.add(new Member(name, match.document())));
    members.add(new Member("authorityMatches", new JsonObject(authorities)));
    if (wanted.fetchConfigFile()) {
      JsonValue config = config(subject.evidence().at(Place.CONFIG));
      if (config instanceof JsonObject object && !object.members().isEmpty()) {
        members.add(new Member("config", config));
      }
    }
    if (wanted.includeSpec() || wanted.includeObjectMeta() || wanted.includeTypeMeta()) {
      addWorkload(members, wanted, subject.workload());
    }
    return new JsonObject(members);
  }

  private static JsonValue config(Evidence evidence) throws Refusal {
    return switch (evidence) {
      case Evidence.Unavailable(Reason reason) ->
          throw new Refusal(reason.code(), reason.message());
      case Evidence.Complete(List<Attachment> files) -> ImageConfigs.document(files);
    };
  }

  private static void addWorkload(
      List<Member> members, ImagePolicyText wanted, @Nullable Workload workload) throws Refusal {
    if (workload == null) {
      throw new Refusal(WORKLOAD_UNKNOWN, "the policy looks into the workload, and none is given");
    }
    if (wanted.includeSpec()) {
      members.add(new Member("spec", json(spec(workload))));
    }
    if (wanted.includeObjectMeta()) {
      Node metadata = workload.metadata();
      members.add(
          new Member("metadata", json(metadata == null ? new Node.Mapping(Map.of()) : metadata)));
    }
    if (wanted.includeTypeMeta() && !workload.isPod()) {
      members.add(
          new Member(
              "typemeta",
              new JsonObject(
                  List.of(
                      new Member("kind", new JsonString(workload.resource().kind())),
                      new Member(
                          "apiVersion", new JsonString(workload.resource().apiVersion()))))));
    }
  }

  /** The controller reads what makes pods into a type that knows only some of its fields. */
  private static Node spec(Workload workload) {
    Node spec = workload.spec();
    List<String> kept =
        switch (workload.resource().kind()) {
          case "Deployment", "ReplicaSet", "StatefulSet" ->
              List.of("replicas", "selector", "template");
          case "DaemonSet", "Job" -> List.of("template");
          default -> List.of();
        };
    if (!(spec instanceof Node.Mapping mapping)) {
      return new Node.Mapping(Map.of());
    }
    if (kept.isEmpty()) {
      return mapping;
    }
    var members = new LinkedHashMap<String, Node>();
    kept.forEach(name -> {
      Node member = mapping.get(name);
      if (member != null) {
        members.put(name, member);
      }
    });
    return new Node.Mapping(members);
  }

  private static JsonValue json(Node node) throws Refusal {
    try {
      return JsonParser.parse(JsonText.write(node), MAX_CHARS);
    } catch (InvalidJsonException e) {
      throw new Refusal(WORKLOAD_UNKNOWN, "the workload cannot be read: " + e.getMessage());
    }
  }
}
