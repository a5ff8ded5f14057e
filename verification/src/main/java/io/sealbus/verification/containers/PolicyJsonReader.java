package io.sealbus.verification.containers;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code policy.json} as strictly as a node does. Key material is not looked at: a node finds
 * out about bad material when it checks a signature.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md">containers-policy.json(5)</a>
 */
public final class PolicyJsonReader {
  /** Largest file that is read, in bytes. */
  public static final int MAX_BYTES = 16 << 20;

  private PolicyJsonReader() {}

  /** What the bytes are. */
  public sealed interface Result {
    /** A policy. */
    record Accepted(PolicyJson policy) implements Result {}

    /**
     * Not a policy; the reason code is {@code POLICY_INVALID}.
     *
     * @param path where, as {@code $.member[index]}
     * @param message why, for people
     */
    record Rejected(String path, String message) implements Result {}
  }

  /** Reads {@code policy}. Never throws, whatever the bytes. */
  public static Result read(byte[] policy) {
    try {
      return new Result.Accepted(readPolicy(JsonParser.parse(policy, MAX_BYTES)));
    } catch (InvalidJsonException e) {
      return new Result.Rejected(e.path(), String.valueOf(e.getMessage()));
    }
  }

  private static PolicyJson readPolicy(JsonValue value) throws InvalidJsonException {
    Members members = Members.of("$", value).only(Set.of("default", "transports"));
    JsonValue defaults = members.get("default");
    if (defaults == null) {
      throw new InvalidJsonException("$", "member default is missing");
    }
    var transports = new TreeMap<String, Map<String, List<Requirement>>>();
    JsonValue byTransport = members.get("transports");
    if (byTransport != null) {
      Members all = Members.of(members.path("transports"), byTransport);
      for (String transport : all.names()) {
        transports.put(transport, readScopes(all, transport));
      }
    }
    return new PolicyJson(readRequirements(members.path("default"), defaults), transports);
  }

  private static Map<String, List<Requirement>> readScopes(Members transports, String transport)
      throws InvalidJsonException {
    var read = new TreeMap<String, List<Requirement>>();
    Members scopes = Members.of(transports.path(transport), transports.require(transport));
    for (String scope : scopes.names()) {
      if (!TransportScopes.isValid(transport, scope)) {
        throw new InvalidJsonException(scopes.path(scope), "not a scope of the transport");
      }
      read.put(scope, readRequirements(scopes.path(scope), scopes.require(scope)));
    }
    return read;
  }

  private static List<Requirement> readRequirements(String path, JsonValue value)
      throws InvalidJsonException {
    if (!(value instanceof JsonArray array) || array.elements().isEmpty()) {
      throw new InvalidJsonException(path, "expected a list of at least one requirement");
    }
    var requirements = new ArrayList<Requirement>();
    for (JsonValue element : array.elements()) {
      String at = path + "[" + requirements.size() + "]";
      requirements.add(RequirementReader.read(at, element));
    }
    return requirements;
  }
}
