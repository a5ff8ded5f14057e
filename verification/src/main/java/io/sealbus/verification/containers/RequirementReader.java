package io.sealbus.verification.containers;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.Members;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one requirement of {@code policy.json}. */
final class RequirementReader {
  private static final Set<String> SIGNED_BY =
      Set.of("type", "keyType", "keyPath", "keyPaths", "keyData", "signedIdentity");
  private static final Set<String> KEY_TYPES =
      Set.of("GPGKeys", "signedByGPGKeys", "X509Certificates", "signedByX509CAs");

  private RequirementReader() {}

  static Requirement read(String path, JsonValue value) throws InvalidJsonException {
    Members members = Members.of(path, value);
    String type = members.string("type");
    return switch (type) {
      case "insecureAcceptAnything" -> {
        members.exactly(Set.of("type"));
        yield new Requirement.InsecureAcceptAnything();
      }
      case "reject" -> {
        members.exactly(Set.of("type"));
        yield new Requirement.Reject();
      }
      case "signedBy" -> readSignedBy(members);
      case "signedBaseLayer" -> {
        members.exactly(Set.of("type", "baseLayerIdentity"));
        SignedIdentityReader.read(
            members.path("baseLayerIdentity"), members.require("baseLayerIdentity"));
        yield new Requirement.SignedBaseLayer();
      }
      case "sigstoreSigned" -> SigstoreSignedReader.read(members);
      default -> throw new InvalidJsonException(members.path("type"), "unknown requirement type");
    };
  }

  private static Requirement readSignedBy(Members members) throws InvalidJsonException {
    members.only(SIGNED_BY);
    if (!KEY_TYPES.contains(members.string("keyType"))) {
      throw new InvalidJsonException(members.path("keyType"), "unknown key type");
    }
    readIdentity(members);
    String path = members.string("keyPath");
    List<@Nullable String> paths = members.strings("keyPaths");
    Object data = MaterialReader.data(members, "keyData");
    int named = 0;
    for (String source : List.of("keyPath", "keyPaths", "keyData")) {
      named += members.get(source) == null ? 0 : 1;
    }
    boolean nullList = members.get("keyPaths") instanceof JsonValue.JsonNull || paths == null;
    int given = (path.isEmpty() ? 0 : 1) + (nullList ? 0 : 1) + (data == null ? 0 : 1);
    if (named != 1 || given != 1) {
      throw new InvalidJsonException(
          members.path(), "exactly one of keyPath, keyPaths and keyData is needed");
    }
    return new Requirement.SignedBy();
  }

  /** The signed identity of a requirement, which has a default. */
  static SignedIdentity readIdentity(Members members) throws InvalidJsonException {
    JsonValue value = members.get("signedIdentity");
    return value == null
        ? new SignedIdentity.MatchRepoDigestOrExact()
        : SignedIdentityReader.read(members.path("signedIdentity"), value);
  }
}
