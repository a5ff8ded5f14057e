package io.sealbus.verification.containers;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.Members;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.Set;

/** Reads a {@code signedIdentity}. */
final class SignedIdentityReader {
  private SignedIdentityReader() {}

  static SignedIdentity read(String path, JsonValue value) throws InvalidJsonException {
    Members members = Members.of(path, value);
    return switch (members.string("type")) {
      case "matchExact" -> {
        members.exactly(Set.of("type"));
        yield new SignedIdentity.MatchExact();
      }
      case "matchRepoDigestOrExact" -> {
        members.exactly(Set.of("type"));
        yield new SignedIdentity.MatchRepoDigestOrExact();
      }
      case "matchRepository" -> {
        members.exactly(Set.of("type"));
        yield new SignedIdentity.MatchRepository();
      }
      case "exactReference" -> {
        members.exactly(Set.of("type", "dockerReference"));
        yield exactReference(members);
      }
      case "exactRepository" -> {
        members.exactly(Set.of("type", "dockerRepository"));
        yield exactRepository(members);
      }
      case "remapIdentity" -> {
        members.exactly(Set.of("type", "prefix", "signedPrefix"));
        yield new SignedIdentity.RemapIdentity(
            prefix(members, "prefix"), prefix(members, "signedPrefix"));
      }
      default ->
          throw new InvalidJsonException(members.path("type"), "unknown signed identity type");
    };
  }

  private static SignedIdentity exactReference(Members members) throws InvalidJsonException {
    String text = members.string("dockerReference");
    if (parse(members.path("dockerReference"), text).isNameOnly()) {
      throw new InvalidJsonException(
          members.path("dockerReference"), "contains neither a tag nor a digest");
    }
    return new SignedIdentity.ExactReference(text);
  }

  private static SignedIdentity exactRepository(Members members) throws InvalidJsonException {
    String text = members.string("dockerRepository");
    parse(members.path("dockerRepository"), text);
    return new SignedIdentity.ExactRepository(text);
  }

  private static ImageReference parse(String path, String text) throws InvalidJsonException {
    try {
      return ImageReference.parse(text);
    } catch (InvalidReferenceException e) {
      throw new InvalidJsonException(path, "not a reference: " + e.getMessage());
    }
  }

  private static String prefix(Members members, String name) throws InvalidJsonException {
    String text = members.string(name);
    if (!ImageReference.isNamePrefix(text)) {
      throw new InvalidJsonException(members.path(name), "not a registry, namespace or repository");
    }
    return text;
  }
}
