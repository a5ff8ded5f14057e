package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.resource.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code spec} of an image policy as a tree, members in the order of the API's types. */
final class SpecNode {
  private SpecNode() {}

  static Node of(ImagePolicy policy) {
    var rootOfTrust =
        switch (policy.rootOfTrust()) {
          case Trust.PublicKey key ->
              object("policyType", text("PublicKey"))
                  .and("publicKey", key(key.keyData(), key.rekorKeyData()));
          case Trust.FulcioCaWithRekor fulcio ->
              object("policyType", text("FulcioCAWithRekor"))
                  .and("fulcioCAWithRekor", fulcio(fulcio));
          case Trust.Pki pki -> object("policyType", text("PKI")).and("pki", pki(pki));
          case Trust.Unspecified unspecified ->
              object("policyType", text(unspecified.policyType()));
        };
    var scopes = new Node.Sequence(policy.scopes().stream().<Node>map(Node.Text::new).toList());
    return object("scopes", scopes)
        .and(
            "policy",
            object("rootOfTrust", rootOfTrust.node())
                .and("signedIdentity", identity(policy.signedIdentity()))
                .node())
        .node();
  }

  private static Node key(Bytes keyData, @Nullable Bytes rekorKeyData) {
    return object("keyData", base64(keyData)).and("rekorKeyData", base64(rekorKeyData)).node();
  }

  private static Node fulcio(Trust.FulcioCaWithRekor fulcio) {
    return object("fulcioCAData", base64(fulcio.fulcioCaData()))
        .and("rekorKeyData", base64(fulcio.rekorKeyData()))
        .and(
            "fulcioSubject",
            object("oidcIssuer", text(fulcio.oidcIssuer()))
                .and("signedEmail", text(fulcio.signedEmail()))
                .node())
        .node();
  }

  private static Node pki(Trust.Pki pki) {
    return object("caRootsData", base64(pki.caRootsData()))
        .and("caIntermediatesData", base64(pki.caIntermediatesData()))
        .and(
            "pkiCertificateSubject",
            object("email", text(pki.email())).and("hostname", text(pki.hostname())).node())
        .node();
  }

  private static Node identity(Identity identity) {
    return switch (identity) {
      case Identity.MatchRepoDigestOrExact i -> matchPolicy("MatchRepoDigestOrExact").node();
      case Identity.MatchRepository i -> matchPolicy("MatchRepository").node();
      case Identity.ExactRepository exact ->
          matchPolicy("ExactRepository")
              .and("exactRepository", object("repository", text(exact.repository())).node())
              .node();
      case Identity.RemapIdentity remap ->
          matchPolicy("RemapIdentity")
              .and(
                  "remapIdentity",
                  object("prefix", text(remap.prefix()))
                      .and("signedPrefix", text(remap.signedPrefix()))
                      .node())
              .node();
    };
  }

  private static Members matchPolicy(String value) {
    return object("matchPolicy", text(value));
  }

  private static @Nullable Node base64(@Nullable Bytes bytes) {
    return bytes == null ? null : new Node.Text(bytes.toBase64());
  }

  private static @Nullable Node text(@Nullable String text) {
    return text == null ? null : new Node.Text(text);
  }

  private static Members object(String name, @Nullable Node value) {
    return new Members(new LinkedHashMap<>()).and(name, value);
  }

  /** Members in the order in which they are given; absent ones are left out. */
  private record Members(Map<String, Node> members) {
    Members and(String name, @Nullable Node value) {
      if (value != null) {
        members.put(name, value);
      }
      return this;
    }

    Node node() {
      return new Node.Mapping(members);
    }
  }
}
