package io.sealbus.verification.attestation;

import static io.sealbus.verification.ReasonCode.ATTESTATION_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import io.sealbus.verification.json.LenientMembers;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An in-toto statement: what is said about which artifacts.
 *
 * @param type version of the statement's form, {@code _type}; empty where it has none
 * @param predicateType what kind of thing is said; empty where it has none
 * @param predicate what is said; null where nothing is
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto
 *     attestation framework, statement</a>
 */
public record InTotoStatement(
    String type, String predicateType, List<Subject> subjects, @Nullable JsonValue predicate) {
  private static final int MAX_SUBJECTS = 1024;
  private static final int MAX_DIGESTS = 32;

  public InTotoStatement {
    subjects = List.copyOf(subjects);
  }

  /**
   * An artifact.
   *
   * @param digests hex by name of the algorithm, as written
   */
  public record Subject(String name, Map<String, String> digests) {
    public Subject {
      digests = Map.copyOf(digests);
    }
  }

  /**
   * Reads a statement as Go does: unknown members are passed over. Refused with {@code
   * ATTESTATION_INVALID}; so are more than 1024 subjects or 32 digests of one.
   *
   * @param maxBytes refuses more than this
   */
  public static Proof<InTotoStatement> parse(byte[] json, int maxBytes) {
    return Proof.of(() -> {
      try {
        return read(LenientMembers.of("$", JsonParser.parse(json, maxBytes)));
      } catch (InvalidJsonException e) {
        throw refusal(e);
      }
    });
  }

  /** As {@link #parse}, of what was read before. */
  public static Proof<InTotoStatement> of(JsonValue json) {
    return Proof.of(() -> {
      try {
        return read(LenientMembers.of("$", json));
      } catch (InvalidJsonException e) {
        throw refusal(e);
      }
    });
  }

  private static Refusal refusal(InvalidJsonException e) {
    return new Refusal(ATTESTATION_INVALID, "statement " + e.path() + ": " + e.getMessage());
  }

  /** Whether a subject has {@code digest}, in either case of hex. */
  public boolean isAbout(Digest digest) {
    return subjects.stream()
        .map(subject -> subject.digests().get(digest.algorithm()))
        .anyMatch(hex -> hex != null && hex.toLowerCase(Locale.ROOT).equals(digest.hex()));
  }

  private static InTotoStatement read(LenientMembers members) throws InvalidJsonException {
    var subjects = new ArrayList<Subject>();
    JsonValue list = members.get("subject");
    if (list instanceof JsonArray array) {
      if (array.elements().size() > MAX_SUBJECTS) {
        throw new InvalidJsonException("$.subject", "more than " + MAX_SUBJECTS);
      }
      for (JsonValue element : array.elements()) {
        subjects.add(subject(LenientMembers.of("$.subject[]", element)));
      }
    } else if (list != null && !(list instanceof JsonNull)) {
      throw new InvalidJsonException("$.subject", "expected an array, found " + list.kind());
    }
    return new InTotoStatement(
        orEmpty(members.string("_type")),
        orEmpty(members.string("predicateType")),
        subjects,
        members.get("predicate"));
  }

  private static Subject subject(LenientMembers members) throws InvalidJsonException {
    var digests = new HashMap<String, String>();
    JsonValue map = members.get("digest");
    if (map instanceof JsonObject object) {
      if (object.members().size() > MAX_DIGESTS) {
        throw new InvalidJsonException("$.subject[].digest", "more than " + MAX_DIGESTS);
      }
      for (Member member : object.members()) {
        if (!(member.value() instanceof JsonString hex)) {
          throw new InvalidJsonException("$.subject[].digest", "expected strings");
        }
        digests.put(member.name(), hex.text());
      }
    } else if (map != null && !(map instanceof JsonNull)) {
      throw new InvalidJsonException(
          "$.subject[].digest", "expected an object, found " + map.kind());
    }
    return new Subject(orEmpty(members.string("name")), digests);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
