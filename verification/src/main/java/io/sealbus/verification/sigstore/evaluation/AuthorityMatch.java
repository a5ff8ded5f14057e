package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonArray;
import io.sealbus.verification.json.JsonValue.JsonBoolean;
import io.sealbus.verification.json.JsonValue.JsonObject;
import io.sealbus.verification.json.JsonValue.JsonString;
import io.sealbus.verification.json.JsonValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an authority that holds has found, for the policy over all of them. */
sealed interface AuthorityMatch {
  /** As the policy's document has it. */
  JsonValue document();

  /** Nothing had to be found. */
  record Static() implements AuthorityMatch {
    @Override
    public JsonValue document() {
      return new JsonObject(List.of(new Member("static", new JsonBoolean(true))));
    }
  }

  /** Every signature that holds. */
  record Signatures(List<VerifiedSignature> signatures) implements AuthorityMatch {
    public Signatures {
      signatures = List.copyOf(signatures);
    }

    @Override
    public JsonValue document() {
      List<JsonValue> elements = new ArrayList<>();
      signatures.forEach(signature -> elements.add(new JsonObject(signature.members())));
      return new JsonObject(List.of(new Member("signatures", new JsonArray(elements))));
    }
  }

  /** An attestation that holds and satisfies the requirement's policy. */
  record Attested(VerifiedAttestation attestation, String predicateType) {
    VerifiedSignature signature() {
      return attestation.signature();
    }

    private JsonValue document() {
      var members = new ArrayList<>(signature().members());
      members.add(new Member("predicateType", new JsonString(predicateType)));
      members.add(new Member("digest", new JsonString(attestation.digest().text())));
      return new JsonObject(members);
    }
  }

  /** For each requirement by name, what satisfies it. */
  record Attestations(Map<String, List<Attested>> byName) implements AuthorityMatch {
    public Attestations {
      byName = new LinkedHashMap<>(byName);
    }

    @Override
    public JsonValue document() {
      var members = new ArrayList<Member>();
      byName.forEach((name, attested) -> {
        List<JsonValue> elements = new ArrayList<>();
        attested.stream()
            .filter(one -> one.signature().isNamed())
            .forEach(one -> elements.add(one.document()));
        members.add(new Member(name, new JsonArray(elements)));
      });
      return new JsonObject(List.of(new Member("attestations", new JsonObject(members))));
    }
  }
}
