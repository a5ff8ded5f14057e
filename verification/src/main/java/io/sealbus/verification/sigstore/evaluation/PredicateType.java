package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.sigstore.evaluation.GoType.Any;
import io.sealbus.verification.sigstore.evaluation.GoType.Bool;
import io.sealbus.verification.sigstore.evaluation.GoType.Field;
import io.sealbus.verification.sigstore.evaluation.GoType.ListOf;
import io.sealbus.verification.sigstore.evaluation.GoType.MapOf;
import io.sealbus.verification.sigstore.evaluation.GoType.Struct;
import io.sealbus.verification.sigstore.evaluation.GoType.Text;
import io.sealbus.verification.sigstore.evaluation.GoType.Time;
import java.util.Map;

/**
 * What a policy names as predicate type: a URI, or a short name, some of which also decide what of
 * the predicate a policy gets to see.
 *
 * @param uri what the statement must say
 * @param statement what of the statement reaches the policy
 * @see <a href="https://github.com/in-toto/attestation/tree/main/spec/predicates">in-toto,
 *     predicates</a>
 */
record PredicateType(String name, String uri, GoType statement) {
  /** What {@code cosign sign} writes into a bundle to sign an image. */
  static final String COSIGN_SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

  private static final String SLSA_02 = "https://slsa.dev/provenance/v0.2";
  private static final GoType TEXT = new Text();
  private static final GoType BOOL = new Bool();
  private static final GoType ANY = new Any();
  private static final GoType DIGESTS = new MapOf(TEXT);

  private static final GoType ANY_STATEMENT = statement(ANY);

  private static final GoType SLSA_PROVENANCE =
      Struct.of(
          Field.of("builder", Struct.of(Field.of("id", TEXT))),
          Field.of("buildType", TEXT),
          Field.of(
              "invocation",
              Struct.of(
                  Field.of(
                      "configSource",
                      Struct.of(
                          Field.optional("uri", TEXT),
                          Field.optional("digest", DIGESTS),
                          Field.optional("entryPoint", TEXT))),
                  Field.optional("parameters", ANY),
                  Field.optional("environment", ANY))),
          Field.optional("buildConfig", ANY),
          Field.optional(
              "metadata",
              Struct.pointerTo(
                  Field.optional("buildInvocationID", TEXT),
                  Field.optional("buildStartedOn", new Time(true)),
                  Field.optional("buildFinishedOn", new Time(true)),
                  Field.of(
                      "completeness",
                      Struct.of(
                          Field.of("parameters", BOOL),
                          Field.of("environment", BOOL),
                          Field.of("materials", BOOL))),
                  Field.of("reproducible", BOOL))),
          Field.optional(
              "materials",
              new ListOf(
                  Struct.of(Field.optional("uri", TEXT), Field.optional("digest", DIGESTS)))));

  private static final GoType LINK =
      Struct.of(
          Field.of("_type", TEXT),
          Field.of("name", TEXT),
          Field.of("materials", new MapOf(DIGESTS)),
          Field.of("products", new MapOf(DIGESTS)),
          Field.of("byproducts", new MapOf(ANY)),
          Field.of("command", new ListOf(TEXT)),
          Field.of("environment", new MapOf(ANY)));

  private static final GoType VULNERABILITIES =
      Struct.of(
          Field.of(
              "invocation",
              Struct.of(
                  Field.of("parameters", ANY),
                  Field.of("uri", TEXT),
                  Field.of("event_id", TEXT),
                  Field.of("builder.id", TEXT))),
          Field.of(
              "scanner",
              Struct.of(
                  Field.of("uri", TEXT),
                  Field.of("version", TEXT),
                  Field.of("db", Struct.of(Field.of("uri", TEXT), Field.of("version", TEXT))),
                  Field.of("result", ANY))),
          Field.of(
              "metadata",
              Struct.of(
                  Field.of("scanStartedOn", new Time(false)),
                  Field.of("scanFinishedOn", new Time(false)))));

  private static final Map<String, PredicateType> SHORT_NAMES =
      Map.of(
          "custom", of("custom", "https://cosign.sigstore.dev/attestation/v1", ANY),
          "slsaprovenance", of("slsaprovenance", SLSA_02, SLSA_PROVENANCE),
          "slsaprovenance02", of("slsaprovenance02", SLSA_02, ANY),
          "slsaprovenance1", of("slsaprovenance1", "https://slsa.dev/provenance/v1", ANY),
          "spdx", of("spdx", "https://spdx.dev/Document", ANY),
          "spdxjson", of("spdxjson", "https://spdx.dev/Document", ANY),
          "cyclonedx", of("cyclonedx", "https://cyclonedx.org/bom", ANY),
          "link", of("link", "https://in-toto.io/Link/v1", LINK),
          "vuln", of("vuln", "https://cosign.sigstore.dev/attestation/vuln/v1", VULNERABILITIES),
          "openvex", of("openvex", "https://openvex.dev/ns", ANY));

  /** The type that {@code name} stands for. */
  static PredicateType of(String name) {
    PredicateType known = SHORT_NAMES.get(name);
    return known == null ? of(name, name, ANY) : known;
  }

  private static PredicateType of(String name, String uri, GoType predicate) {
    return new PredicateType(name, uri, predicate == ANY ? ANY_STATEMENT : statement(predicate));
  }

  private static GoType statement(GoType predicate) {
    return Struct.of(
        Field.of("_type", TEXT),
        Field.of("predicateType", TEXT),
        Field.of(
            "subject", new ListOf(Struct.of(Field.of("name", TEXT), Field.of("digest", DIGESTS)))),
        Field.of("predicate", predicate));
  }

  /** Whether nothing is asked of the predicate, so that all of it reaches the policy. */
  boolean isOfAnyPredicate() {
    return statement == ANY_STATEMENT;
  }

  /** The document that a policy about such an attestation is asked about. */
  JsonValue document(JsonValue of) throws InvalidJsonException {
    return statement.pass(of);
  }
}
