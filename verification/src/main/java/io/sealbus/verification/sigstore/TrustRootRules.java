package io.sealbus.verification.sigstore;

import static io.sealbus.verification.sigstore.FieldError.both;
import static io.sealbus.verification.sigstore.FieldError.invalid;
import static io.sealbus.verification.sigstore.FieldError.missing;
import static io.sealbus.verification.sigstore.FieldError.neither;
import static io.sealbus.verification.sigstore.FieldError.via;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.golang.GoJson;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonNull;
import io.sealbus.verification.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The validation rules of a TrustRoot's spec, with the policy-controller's messages at its paths,
 * which are not always the fields' names.
 *
 * @param strictness whether an error counts when a later entry of {@code sigstoreKeys} has none
 */
record TrustRootRules(
    Admission.Strictness strictness, TufRepositories repositories, SignatureProvider provider) {

  /** Checks a decoded and defaulted spec. */
  List<FieldError> check(SpecFields spec) {
    List<String> kinds = List.of("repository", "remote", "sigstoreKeys");
    List<String> given = kinds.stream().filter(spec::has).toList();
    String[] all = kinds.toArray(String[]::new);
    if (given.size() != 1) {
      return via("spec", List.of(given.isEmpty() ? neither(all) : both(all)));
    }
    SpecFields fields = spec.objectOrNone(given.getFirst());
    List<FieldError> found =
        switch (given.getFirst()) {
          case "repository" -> repository(fields);
          case "remote" -> remote(fields);
          default -> sigstoreKeys(fields);
        };
    return via("spec." + given.getFirst(), found);
  }

  private List<FieldError> repository(SpecFields repository) {
    List<FieldError> found = new ArrayList<>(root(repository));
    Bytes mirror = bytes(repository, "mirrorFS");
    if (mirror.size() == 0) {
      found.add(missing("repository"));
    } else if (found.isEmpty()) {
      Optional<String> fault =
          repositories.fault(bytes(repository, "root"), mirror, repository.text("targets"));
      fault.ifPresent(
          why -> found.add(invalid("failed to construct a TUF client", "mirrorFS", why)));
    }
    return found;
  }

  private List<FieldError> remote(SpecFields remote) {
    List<FieldError> found = new ArrayList<>();
    if (remote.text("mirror").isEmpty()) {
      found.add(missing("mirror"));
    }
    found.addAll(root(remote));
    return found;
  }

  private static List<FieldError> root(SpecFields fields) {
    if (!fields.has("root")) {
      return List.of(missing("root"));
    }
    byte[] root = bytes(fields, "root").toArray();
    String fault = GoJson.fault(root);
    if (fault != null) {
      return List.of(invalid("failed to unmarshal", "root", fault));
    }
    return switch (parsed(root)) {
      case JsonObject object when hasSignatures(object) -> List.of();
      case JsonObject object -> unsigned();
      case JsonNull ignored -> unsigned();
      case null -> unsigned();
      case JsonValue other -> {
        String kind =
            other.kind().substring(other.kind().indexOf(' ') + 1).replace("boolean", "bool");
        String message =
            "json: cannot unmarshal " + kind + " into Go value of type map[string]interface {}";
        yield List.of(invalid("failed to unmarshal", "root", message));
      }
    };
  }

  private static List<FieldError> unsigned() {
    return List.of(invalid("missing signatures in root.json", "root", "no signatures"));
  }

  private static boolean hasSignatures(JsonObject root) {
    return root.members().stream()
        .filter(member -> member.name().equals("signatures"))
        .reduce((earlier, later) -> later)
        .filter(member -> !(member.value() instanceof JsonNull))
        .isPresent();
  }

  private static @Nullable JsonValue parsed(byte[] root) {
    try {
      return JsonParser.parse(root, root.length);
    } catch (InvalidJsonException e) {
      return null;
    }
  }

  private List<FieldError> sigstoreKeys(SpecFields keys) {
    var found = new Findings(strictness);
    boolean any = keys.has("timestampAuthorities") || !keys.objects(AUTHORITIES).isEmpty();
    if (!any) {
      found.add(List.of(neither("certificateAuthority", "timestampAuthorities")));
    }
    each(keys, AUTHORITIES, "certificateAuthority", TrustRootRules::authority, found);
    String timestamp = "timestampAuthorities";
    each(keys, timestamp, timestamp, this::timestampAuthority, found);
    each(keys, "ctLogs", "ctLogs", TrustRootRules::log, found);
    each(keys, "tLogs", "tLogs", TrustRootRules::log, found);
    return found.errors;
  }

  private static final String AUTHORITIES = "certificateAuthorities";

  private static void each(
      SpecFields keys,
      String list,
      String shown,
      Function<SpecFields, List<FieldError>> rules,
      Findings found) {
    List<SpecFields> items = keys.objects(list);
    for (int i = 0; i < items.size(); i++) {
      found.add(via(shown + "[" + i + "]", rules.apply(items.get(i))));
    }
  }

  private static List<FieldError> authority(SpecFields authority) {
    List<FieldError> found = new ArrayList<>();
    SpecFields subject = authority.objectOrNone("subject");
    Stream.of("organization", "commonName")
        .filter(name -> subject.text(name).isEmpty())
        .forEach(name -> found.add(missing("subject." + name)));
    if (authority.text("uri").isEmpty()) {
      found.add(missing("uri"));
    }
    if (authority.text("certChain").isEmpty()) {
      found.add(missing("certchain"));
    }
    return found;
  }

  private List<FieldError> timestampAuthority(SpecFields authority) {
    List<FieldError> found = new ArrayList<>(authority(authority));
    switch (CertChain.read(bytes(authority, "certChain").toArray(), provider)) {
      case CertChain.Unreadable(String why) ->
          found.add(invalid("error splitting the certificates", "certChain", why));
      case CertChain.Certificates chain -> {
        if (chain.leaves() > 1) {
          String value = "certificate chain must contain at most one TSA certificate";
          found.add(invalid(value, "certChain", ""));
        }
      }
    }
    return found;
  }

  private static List<FieldError> log(SpecFields log) {
    return Stream.of("baseURL", "hashAlgorithm", "publicKey")
        .filter(name -> log.text(name).isEmpty())
        .map(FieldError::missing)
        .toList();
  }

  private static Bytes bytes(SpecFields fields, String name) {
    return Bytes.copyOf(Base64.getDecoder().decode(fields.text(name)));
  }

  /** The reference forgets the errors of an entry when it looks at the next one. */
  private static final class Findings {
    private final Admission.Strictness strictness;
    private final List<FieldError> errors = new ArrayList<>();

    Findings(Admission.Strictness strictness) {
      this.strictness = strictness;
    }

    void add(List<FieldError> found) {
      if (strictness == Admission.Strictness.REFERENCE) {
        errors.clear();
      }
      errors.addAll(found);
    }
  }
}
