package io.sealbus.verification.crypto;

import static io.sealbus.verification.crypto.CertificateFactory.authority;
import static io.sealbus.verification.crypto.CertificateFactory.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths as Go's x509.Certificate.Verify finds them. */
class CertificatePathTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant PAST = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant FUTURE = Instant.parse("2030-01-01T00:00:00Z");
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String UNKNOWN = "1.2.3.4";

  @Test
  void findsALeafUnderARootThroughAnIntermediate() {
    // Given
    Certificate root = authority("root").build();
    Certificate intermediate = authority("ca").issuedBy("root").build();
    Certificate leaf = leaf().build();

    // When
    var path = find(List.of(root), leaf, List.of(intermediate));

    // Then
    assertThat(path).containsExactly(leaf, intermediate, root);
  }

  @Test
  void takesAnAnchorThatIsNotSelfSigned() {
    Certificate anchor = authority("ca").issuedBy("root").build();
    assertThat(find(List.of(anchor), leaf().build(), List.of())).hasSize(2);
  }

  @Test
  void takesALeafThatIsItselfAnAnchorForAPathOfOne() {
    Certificate leaf = leaf().build();
    assertThat(find(List.of(leaf), leaf, List.of())).containsExactly(leaf);
  }

  @Test
  void takesARootOfVersionOneButNoIntermediate() {
    Certificate old = of("ca").version(1).build();
    Certificate oldIntermediate = of("ca").issuedBy("root").version(1).build();
    Certificate root = authority("root").build();
    assertThat(find(List.of(old), leaf().build(), List.of())).hasSize(2);
    assertThat(find(List.of(root), leaf().build(), List.of(oldIntermediate))).isEmpty();
  }

  @Test
  void countsBothEndsOfTheValidity() {
    Certificate root = authority("ca").valid(PAST, FUTURE).build();
    Certificate leaf = leaf().build();
    var path = new CertificatePath(List.of(root));
    assertThat(found(path, leaf, CertificateFactory.START)).isTrue();
    assertThat(found(path, leaf, CertificateFactory.END)).isTrue();
    assertThat(found(path, leaf, CertificateFactory.START.minusNanos(1))).isFalse();
    assertThat(found(path, leaf, CertificateFactory.END.plusNanos(1))).isFalse();
  }

  /** Each breaks one rule for a path leaf, ca, root. */
  static Stream<Arguments> brokenPaths() {
    return Stream.of(
        broken("expired root", authority("root").valid(PAST, PAST), ca(), leaf()),
        broken("expired intermediate", root(), ca().valid(PAST, PAST), leaf()),
        broken("future root", authority("root").valid(FUTURE, FUTURE), ca(), leaf()),
        broken("root without basic constraints", of("root"), ca(), leaf()),
        broken("intermediate without", root(), of("ca").issuedBy("root"), leaf()),
        broken(
            "not an authority",
            root(),
            of("ca").issuedBy("root").basicConstraints(false, -1),
            leaf()),
        broken("root may not sign certificates", root().keyUsage(0), ca(), leaf()),
        broken("intermediate may not", root(), ca().keyUsage(0), leaf()),
        broken("path length of the root", of("root").basicConstraints(true, 0), ca(), leaf()),
        broken(
            "unknown critical extension of the root",
            root().extension(UNKNOWN, true, new byte[0]),
            ca(),
            leaf()),
        broken("of the intermediate", root(), ca().extension(UNKNOWN, true, new byte[0]), leaf()),
        broken("of the leaf", root(), ca(), leaf().extension(UNKNOWN, true, new byte[0])),
        broken("usage of the root", root().usages(SERVER), ca(), leaf()),
        broken("usage of the intermediate", root(), ca().usages(SERVER), leaf()),
        broken("usage of the leaf", root(), ca(), of("leaf").issuedBy("ca").usages(SERVER)),
        broken("another issuer's name", root(), authority("other").issuedBy("root"), leaf()),
        broken(
            "another key under the name",
            root(),
            ca(),
            of("leaf")
                .issuedBy("ca")
                .signedWith("SHA384withECDSA", CertificateFactory.ECDSA_SHA256)),
        broken("SHA-1", root(), ca(), leaf().signedWith("SHA1withECDSA", "1.2.840.10045.4.1")),
        broken(
            "explicit policy",
            root(),
            ca().extension("2.5.29.36", true, DerWriter.sequence(new byte[] {(byte) 0x80, 1, 0})),
            leaf()),
        broken("e-mail outside of permitted", root().permitted(1, "example.org"), ca(), leaf()),
        broken("e-mail excluded", root(), ca().excluded(1, "example.com"), leaf()),
        broken("mailbox excluded", root(), ca().excluded(1, "a@EXAMPLE.com"), leaf()),
        broken("subdomains only", root().permitted(1, ".example.com"), ca(), leaf()),
        broken("constraints of an unknown kind", root().permitted(0, "x"), ca(), leaf()),
        broken(
            "DNS name excluded",
            root().excluded(2, "example.com"),
            ca(),
            leaf(2, "a.b.example.com")),
        broken(
            "wildcard over excluded",
            root().excluded(2, "a.example.com"),
            ca(),
            leaf(2, "*.example.com")),
        broken(
            "subdomain of an excluded URI",
            root().excluded(6, "example.com"),
            ca(),
            leaf(6, "https://a.example.com/")),
        broken("URI without a host", root().permitted(6, "example.com"), ca(), leaf(6, "urn:x")),
        broken(
            "URI of an address",
            root().permitted(6, "example.com"),
            ca(),
            leaf(6, "https://10.0.0.1/")),
        broken(
            "address outside",
            root().permitted(7, new byte[] {10, 0, 0, 0, -1, 0, 0, 0}),
            ca(),
            leaf(7, new byte[] {11, 0, 0, 1})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenPaths")
  void findsNoPathThatBreaksARule(
      String rule, CertificateFactory root, CertificateFactory ca, CertificateFactory leaf) {
    assertThat(find(List.of(root.build()), leaf.build(), List.of(ca.build()))).isEmpty();
  }

  /** Each keeps the rules for a path leaf, ca, root. */
  static Stream<Arguments> soundPaths() {
    return Stream.of(
        broken("signature with unused bits", root(), ca(), leaf().shiftedSignature()),
        broken("path length that suffices", of("root").basicConstraints(true, 1), ca(), leaf()),
        broken("key usage that suffices", root().keyUsage(5), ca().keyUsage(5), leaf()),
        broken("any usage", root(), ca().usages(CertificateExtensions.ANY_USAGE), leaf()),
        broken(
            "unknown extension, not critical",
            root(),
            ca().extension(UNKNOWN, false, new byte[0]),
            leaf()),
        broken("e-mail permitted", root().permitted(1, "example.com"), ca(), leaf()),
        broken("mailbox permitted", root().permitted(1, "a@Example.com"), ca(), leaf()),
        broken("another mailbox excluded", root().excluded(1, "b@example.com"), ca(), leaf()),
        broken("host alone excluded", root().excluded(1, ".example.com"), ca(), leaf()),
        broken(
            "DNS name permitted",
            root().permitted(2, "example.com"),
            ca(),
            leaf(2, "a.b.EXAMPLE.com")),
        broken(
            "URI permitted",
            root().permitted(6, "example.com"),
            ca(),
            leaf(6, "https://u@example.com:8443/x")),
        broken(
            "subdomain of a permitted URI",
            root().permitted(6, "example.com"),
            ca(),
            leaf(6, "https://a.example.com/")),
        broken(
            "address inside",
            root().permitted(7, new byte[] {10, 0, 0, 0, -1, 0, 0, 0}),
            ca(),
            leaf(7, new byte[] {10, 9, 0, 1})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("soundPaths")
  void findsAPathThatKeepsTheRules(
      String rule, CertificateFactory root, CertificateFactory ca, CertificateFactory leaf) {
    assertThat(find(List.of(root.build()), leaf.build(), List.of(ca.build()))).hasSize(3);
  }

  @Test
  void toleratesOnlyTheCriticalExtensionsOfALeafThatTheCallerUnderstands() {
    Certificate root = authority("ca").build();
    Certificate leaf = leaf().extension(UNKNOWN, true, new byte[0]).build();
    var path = new CertificatePath(List.of(root));
    assertThat(path.find(leaf, List.of(), NOW, CertificatePath.CODE_SIGNING, Set.of(UNKNOWN)))
        .isPresent();
    assertThat(path.find(leaf, List.of(), NOW, CertificatePath.CODE_SIGNING, Set.of("1.2")))
        .isEmpty();
  }

  @Test
  void endsWhereAuthoritiesSignEachOther() {
    List<Certificate> pool = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        pool.add(authority("n" + i).issuedBy("n" + j).serial(i * 12L + j + 1).build());
      }
    }
    Certificate leaf = of("leaf").issuedBy("n0").build();
    assertThat(find(List.of(authority("root").build()), leaf, pool)).isEmpty();
  }

  /** What Go refuses to parse at all. */
  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("negative serial number", leaf().serial(-1)),
        Arguments.of("algorithms that differ", leaf().outerAlgorithm("1.2.840.10045.4.3.3")),
        Arguments.of("parameters that are no element", leaf().parameters(5)),
        Arguments.of("the same extension twice", ca().basicConstraints(true, -1)),
        Arguments.of(
            "critical subject key identifier",
            leaf().extension("2.5.29.14", true, DerWriter.element(Der.OCTET_STRING, new byte[1]))),
        Arguments.of(
            "critical authority key identifier",
            leaf().extension("2.5.29.35", true, DerWriter.sequence())),
        Arguments.of(
            "malformed key usage", leaf().extension("2.5.29.15", false, new byte[] {3, 0})),
        Arguments.of(
            "malformed basic constraints", leaf().extension("2.5.29.19", false, new byte[] {1})),
        Arguments.of("e-mail that is not ASCII", of("leaf").names(1, new byte[] {-1})),
        Arguments.of("address of three bytes", of("leaf").names(7, new byte[3])),
        Arguments.of("URI with a bad escape", of("leaf").names(6, "https://example.com/%zz")),
        Arguments.of("URI with a bad host", of("leaf").names(6, "https://exa mple.com/")),
        Arguments.of(
            "empty constraints", leaf().extension("2.5.29.30", true, DerWriter.sequence())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesToParse(String fault, CertificateFactory certificate) {
    byte[] der = certificate.der();
    assertThatThrownBy(() -> Certificate.fromDer(der, SignatureProvider.jdk()))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void neverThrowsAnythingElseWhateverByteOfACertificateIsChanged() {
    // Given
    byte[] der = leaf().der();
    for (int i = 0; i < der.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = der.clone();
        changed[i] ^= (byte) (1 << bit);
        try {
          // When
          Certificate certificate = Certificate.fromDer(changed, SignatureProvider.jdk());

          // Then
          assertThat(find(List.of(authority("ca").build()), certificate, List.of())).isEmpty();
        } catch (MalformedException e) {
          assertThat(e).hasMessageMatching(".+");
        }
      }
    }
  }

  private static Arguments broken(Object... arguments) {
    return Arguments.of(arguments);
  }

  private static CertificateFactory root() {
    return authority("root");
  }

  private static CertificateFactory ca() {
    return authority("ca").issuedBy("root");
  }

  private static CertificateFactory leaf() {
    return leaf(1, "a@example.com");
  }

  private static CertificateFactory leaf(int tag, Object name) {
    return of("leaf").issuedBy("ca").usages(CertificatePath.CODE_SIGNING).names(tag, name);
  }

  private static List<Certificate> find(
      List<Certificate> anchors, Certificate leaf, List<Certificate> pool) {
    return new CertificatePath(anchors)
        .find(leaf, pool, NOW, CertificatePath.CODE_SIGNING, Set.of())
        .orElse(List.of());
  }

  private static boolean found(CertificatePath path, Certificate leaf, Instant time) {
    return path.find(leaf, List.of(), time, CertificatePath.CODE_SIGNING, Set.of()).isPresent();
  }
}
