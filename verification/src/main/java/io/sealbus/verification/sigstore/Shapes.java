package io.sealbus.verification.sigstore;

import io.sealbus.verification.sigstore.Shape.Anything;
import io.sealbus.verification.sigstore.Shape.Base64;
import io.sealbus.verification.sigstore.Shape.Field;
import io.sealbus.verification.sigstore.Shape.Flag;
import io.sealbus.verification.sigstore.Shape.Int64;
import io.sealbus.verification.sigstore.Shape.Items;
import io.sealbus.verification.sigstore.Shape.Presence;
import io.sealbus.verification.sigstore.Shape.Struct;
import io.sealbus.verification.sigstore.Shape.Text;
import io.sealbus.verification.sigstore.Shape.TextMap;
import io.sealbus.verification.sigstore.Shape.Url;
import java.util.ArrayList;
import java.util.List;

/** The shapes of the kinds of {@code policy.sigstore.dev}. */
final class Shapes {
  private static final Shape TEXT = new Text("string");

  private final String version;

  private Shapes(String version) {
    this.version = version;
  }

  /** The whole of a ClusterImagePolicy in {@code version}. */
  static Struct clusterImagePolicy(String version) {
    return new Shapes(version).resource("ClusterImagePolicy", clusterImagePolicySpec(version));
  }

  /** Its spec, which is the same in both versions but for the names of the types. */
  static Struct clusterImagePolicySpec(String version) {
    return new Shapes(version).policySpec();
  }

  /** The whole of a TrustRoot, which exists in {@code v1alpha1} only. */
  static Struct trustRoot() {
    return new Shapes("v1alpha1").resource("TrustRoot", trustRootSpec());
  }

  /** Its spec. */
  static Struct trustRootSpec() {
    return new Shapes("v1alpha1").rootSpec();
  }

  /** As it stands in a record: with what came of reading a TUF repository beside it. */
  static Struct storedTrustRootSpec() {
    Struct spec = trustRootSpec();
    Struct resolved =
        struct(
            "sealbus.Resolved",
            omitted("mirrorSha256", TEXT),
            omitted("trustedRoot", TEXT),
            omitted("root", new Int64()),
            omitted("targets", new Int64()),
            omitted("staleSince", TEXT),
            omitted("failure", TEXT));
    List<Field> fields = new ArrayList<>(spec.fields());
    fields.add(pointer("resolved", resolved));
    return new Struct(spec.goType(), fields);
  }

  /**
   * A secret of the core group. Its data are read as text, so that a fault of one entry never leads
   * to a message with another.
   */
  static Struct secret() {
    return struct(
        "v1.Secret",
        omitted("apiVersion", TEXT),
        omitted("kind", TEXT),
        always("metadata", objectMeta()),
        omitted("data", new TextMap()),
        omitted("stringData", new TextMap()),
        omitted("type", new Text("v1.SecretType")),
        pointer("immutable", new Flag()));
  }

  /** A config map of the core group, without binary data. */
  static Struct configMap() {
    return struct(
        "v1.ConfigMap",
        omitted("apiVersion", TEXT),
        omitted("kind", TEXT),
        always("metadata", objectMeta()),
        omitted("data", new TextMap()),
        pointer("immutable", new Flag()));
  }

  /** What a record holds of either. */
  static Struct entries() {
    return struct("sealbus.Entries", always("data", new TextMap()));
  }

  private Struct resource(String kind, Struct spec) {
    return own(
        kind,
        omitted("apiVersion", TEXT),
        omitted("kind", TEXT),
        always("metadata", objectMeta()),
        always("spec", spec),
        always("status", status(kind)));
  }

  /**
   * @see <a
   *     href="https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#ObjectMeta">ObjectMeta</a>
   */
  private static Struct objectMeta() {
    var any = new Anything();
    return struct(
        "v1.ObjectMeta",
        omitted("name", TEXT),
        omitted("generateName", TEXT),
        omitted("namespace", TEXT),
        omitted("selfLink", TEXT),
        omitted("uid", new Text("types.UID")),
        omitted("resourceVersion", TEXT),
        omitted("generation", new Int64()),
        omitted("creationTimestamp", any),
        omitted("deletionTimestamp", any),
        pointer("deletionGracePeriodSeconds", new Int64()),
        omitted("labels", new TextMap()),
        omitted("annotations", new TextMap()),
        omitted("ownerReferences", any),
        omitted("finalizers", new Items(TEXT)),
        omitted("managedFields", any));
  }

  private Struct status(String kind) {
    return own(
        kind + "Status",
        omitted("observedGeneration", new Int64()),
        omitted("conditions", new Anything()),
        omitted("annotations", new TextMap()));
  }

  private Struct policySpec() {
    return own(
        "ClusterImagePolicySpec",
        always("images", new Items(own("ImagePattern", always("glob", TEXT)))),
        omitted("authorities", new Items(authority())),
        pointer("policy", policy()),
        omitted("mode", TEXT),
        omitted("match", new Items(match())));
  }

  private Struct authority() {
    return own(
        "Authority",
        always("name", TEXT),
        pointer("key", key()),
        pointer("keyless", keyless()),
        pointer("static", own("StaticRef", always("action", TEXT), omitted("message", TEXT))),
        omitted("source", new Items(source())),
        pointer("ctlog", own("TLog", pointer("url", new Url()), omitted("trustRootRef", TEXT))),
        omitted("attestations", new Items(attestation())),
        pointer("rfc3161timestamp", own("RFC3161Timestamp", omitted("trustRootRef", TEXT))),
        omitted("signatureFormat", TEXT));
  }

  private Struct key() {
    return own(
        "KeyRef",
        pointer(
            "secretRef",
            struct("v1.SecretReference", omitted("name", TEXT), omitted("namespace", TEXT))),
        omitted("data", TEXT),
        omitted("kms", TEXT),
        omitted("hashAlgorithm", TEXT));
  }

  private Struct keyless() {
    Struct identity =
        own(
            "Identity",
            omitted("issuer", TEXT),
            omitted("subject", TEXT),
            omitted("issuerRegExp", TEXT),
            omitted("subjectRegExp", TEXT));
    return own(
        "KeylessRef",
        pointer("url", new Url()),
        always("identities", new Items(identity)),
        pointer("ca-cert", key()),
        omitted("trustRootRef", TEXT),
        pointer("insecureIgnoreSCT", new Flag()));
  }

  private Struct source() {
    Struct secret = struct("v1.LocalObjectReference", omitted("name", TEXT));
    return own(
        "Source",
        omitted("oci", TEXT),
        omitted("signaturePullSecrets", new Items(secret)),
        pointer("tagPrefix", TEXT));
  }

  private Struct attestation() {
    return own(
        "Attestation",
        always("name", TEXT),
        always("predicateType", TEXT),
        pointer("policy", policy()));
  }

  private Struct policy() {
    Struct remote = own("RemotePolicy", always("url", new Url()), omitted("sha256sum", TEXT));
    Struct configMap =
        own(
            "ConfigMapReference",
            omitted("name", TEXT),
            omitted("namespace", TEXT),
            omitted("key", TEXT));
    return own(
        "Policy",
        always("type", TEXT),
        omitted("data", TEXT),
        pointer("remote", remote),
        pointer("configMapRef", configMap),
        pointer("fetchConfigFile", new Flag()),
        pointer("includeSpec", new Flag()),
        pointer("includeObjectMeta", new Flag()),
        pointer("includeTypeMeta", new Flag()));
  }

  private Struct match() {
    Struct expression =
        struct(
            "v1.LabelSelectorRequirement",
            always("key", TEXT),
            always("operator", new Text("v1.LabelSelectorOperator")),
            omitted("values", new Items(TEXT)));
    Struct selector =
        struct(
            "v1.LabelSelector",
            omitted("matchLabels", new TextMap()),
            omitted("matchExpressions", new Items(expression)));
    return own(
        "MatchResource",
        embedded("group"),
        embedded("version"),
        embedded("resource"),
        pointer("selector", selector));
  }

  private Struct rootSpec() {
    var bytes = new Base64();
    return own(
        "TrustRootSpec",
        pointer(
            "remote",
            own(
                "Remote",
                always("root", bytes),
                always("mirror", new Url()),
                omitted("targets", TEXT),
                omitted("trustedRootTarget", TEXT))),
        pointer(
            "repository",
            own(
                "Repository",
                always("root", bytes),
                always("mirrorFS", bytes),
                omitted("targets", TEXT),
                omitted("trustedRootTarget", TEXT))),
        pointer("sigstoreKeys", sigstoreKeys()));
  }

  private Struct sigstoreKeys() {
    var bytes = new Base64();
    Struct subject =
        own("DistinguishedName", always("organization", TEXT), always("commonName", TEXT));
    Struct authority =
        own(
            "CertificateAuthority",
            always("subject", subject),
            always("uri", new Url()),
            always("certChain", bytes));
    Struct log =
        own(
            "TransparencyLogInstance",
            always("baseURL", new Url()),
            always("hashAlgorithm", TEXT),
            always("publicKey", bytes));
    return own(
        "SigstoreKeys",
        always("certificateAuthorities", new Items(authority)),
        omitted("tLogs", new Items(log)),
        omitted("ctLogs", new Items(log)),
        omitted("timestampAuthorities", new Items(authority)));
  }

  private Struct own(String type, Field... fields) {
    return struct(version + "." + type, fields);
  }

  private static Struct struct(String goType, Field... fields) {
    return new Struct(goType, List.of(fields));
  }

  private static Field always(String name, Shape shape) {
    return new Field(name, shape, Presence.ALWAYS, "");
  }

  /** A field of {@code GroupVersionResource}, which {@code MatchResource} embeds. */
  private static Field embedded(String name) {
    return new Field(name, TEXT, Presence.ALWAYS, "GroupVersionResource");
  }

  private static Field omitted(String name, Shape shape) {
    return new Field(name, shape, Presence.OMIT_EMPTY, "");
  }

  private static Field pointer(String name, Shape shape) {
    return new Field(name, shape, Presence.POINTER, "");
  }
}
