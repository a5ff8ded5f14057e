package io.sealbus.verification.timestamp;

import static io.sealbus.verification.ReasonCode.TIMESTAMP_INVALID;
import static io.sealbus.verification.ReasonCode.TSA_UNTRUSTED;
import static io.sealbus.verification.timestamp.TimestampRules.BUNDLE;
import static io.sealbus.verification.timestamp.TimestampRules.LEGACY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.TestKey;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Proof.Proven;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.CertificateFactory;
import io.sealbus.verification.crypto.CertificatePath;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.trust.TrustedRoot.Authority;
import io.sealbus.verification.trust.Validity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TimestampVerifierTest {
  private static final byte[] MESSAGE = "a signature".getBytes(StandardCharsets.UTF_8);
  private static final Instant GEN_TIME = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");
  private static final String CODE_SIGNING = CertificatePath.CODE_SIGNING;
  private static final String TIME_STAMPING = CertificatePath.TIME_STAMPING;

  private static final Certificate ROOT = CertificateFactory.authority("tsa-root").build();
  private static final Certificate INTERMEDIATE =
      CertificateFactory.authority("tsa-ca").issuedBy("tsa-root").build();
  private static final Certificate LEAF =
      CertificateFactory.of("tsa")
          .issuedBy("tsa-ca")
          .criticalUsages(TIME_STAMPING)
          .extension("2.5.29.14", false, new byte[] {4, 3, 1, 2, 3})
          .build();
  private static final Certificate SIBLING =
      CertificateFactory.of("tsa")
          .issuedBy("tsa-ca")
          .serial(2)
          .criticalUsages(TIME_STAMPING)
          .build();
  private static final List<Certificate> CHAIN = List.of(LEAF, INTERMEDIATE, ROOT);

  private static Authority authority(List<Certificate> chain, Validity validFor) {
    return new Authority("https://tsa.example.org", chain, validFor);
  }

  private static Authority authority(Certificate... chain) {
    return authority(List.of(chain), Validity.ALWAYS);
  }

  private static byte[] token(Consumer<TokenFactory> change) {
    return token(LEAF, change);
  }

  private static byte[] token(Certificate signer, Consumer<TokenFactory> change) {
    var factory = new TokenFactory(TestKey.of(TestKey.Kind.P256, "tsa"), signer, MESSAGE);
    change.accept(factory);
    return factory.build();
  }

  private static Proof<VerifiedTimestamp> verify(
      byte[] response, Authority tsa, TimestampRules rules) {
    return TimestampVerifier.of(tsa, rules, SignatureProvider.jdk())
        .verify(response, MESSAGE, LATER);
  }

  private static ReasonCode refusal(byte[] response, Authority tsa, TimestampRules rules) {
    return ((Proof.Refused<VerifiedTimestamp>) verify(response, tsa, rules)).reason().code();
  }

  private static ReasonCode refusal(Consumer<TokenFactory> change) {
    return refusal(token(change), authority(CHAIN, Validity.ALWAYS), LEGACY);
  }

  private static void assertProven(byte[] response, Authority tsa, TimestampRules rules) {
    assertThat(verify(response, tsa, rules))
        .isInstanceOfSatisfying(
            Proven.class,
            proven -> assertThat(((VerifiedTimestamp) proven.value()).time()).isEqualTo(GEN_TIME));
  }

  @Test
  void provesATimestampLongAfterTheCertificatesExpired() {
    for (TimestampRules rules : TimestampRules.values()) {
      assertProven(token(token -> {}), authority(CHAIN, Validity.ALWAYS), rules);
    }
  }

  @Test
  void takesTheTrustRootsLeafWhereTheTokenBringsNone() {
    byte[] bare = token(token -> token.embedsCertificate = false);

    assertProven(bare, authority(LEAF, INTERMEDIATE, ROOT), LEGACY);
    assertThat(refusal(bare, authority(INTERMEDIATE, ROOT), LEGACY)).isEqualTo(TSA_UNTRUSTED);
  }

  @Test
  void takesTheTokensLeafWhereTheTrustRootHasNone() {
    assertProven(token(token -> {}), authority(INTERMEDIATE, ROOT), LEGACY);
    assertProven(token(token -> {}), authority(INTERMEDIATE, ROOT), BUNDLE);
  }

  @Test
  void findsTheSignerByKeyIdentifier() {
    assertProven(
        token(token -> token.byKeyIdentifier = true), authority(LEAF, INTERMEDIATE, ROOT), LEGACY);
  }

  @Test
  void onlyTheLastCertificateIsTheAnchorOfABundle() {
    Certificate other = CertificateFactory.authority("other-root").build();
    Authority mixed = authority(ROOT, LEAF, other, INTERMEDIATE, other);

    assertProven(token(token -> {}), mixed, LEGACY);
    assertThat(refusal(token(token -> {}), mixed, BUNDLE)).isEqualTo(TSA_UNTRUSTED);
  }

  @Test
  void windowCountsInBundlesOnlyAndItsEndBelongsToIt() {
    Authority ended = authority(CHAIN, new Validity(Instant.EPOCH, GEN_TIME.minusMillis(1)));
    Authority ending = authority(CHAIN, new Validity(GEN_TIME, GEN_TIME));

    assertProven(token(token -> {}), ended, LEGACY);
    assertThat(refusal(token(token -> {}), ended, BUNDLE)).isEqualTo(TSA_UNTRUSTED);
    assertProven(token(token -> {}), ending, BUNDLE);
  }

  @Test
  void sha1ImprintCountsBesideImagesOnly() {
    byte[] sha1 = token(token -> token.imprintHash = TokenFactory.SHA1);

    assertProven(sha1, authority(CHAIN, Validity.ALWAYS), LEGACY);
    assertThat(refusal(sha1, authority(CHAIN, Validity.ALWAYS), BUNDLE))
        .isEqualTo(TIMESTAMP_INVALID);
  }

  @Test
  void refusesAnotherMessage() {
    Proof<VerifiedTimestamp> proof =
        TimestampVerifier.of(authority(CHAIN, Validity.ALWAYS), LEGACY, SignatureProvider.jdk())
            .verify(token(token -> {}), new byte[] {1}, LATER);

    assertThat(((Proof.Refused<VerifiedTimestamp>) proof).reason().code())
        .isEqualTo(TIMESTAMP_INVALID);
  }

  @Test
  void refusesMalformedTokens() {
    assertThat(refusal(token -> token.status = 1)).isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.contentType = TokenFactory.DATA))
        .isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.signedContentType = TokenFactory.DATA))
        .isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.digestOfOtherContent = true)).isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.signsAttributes = false)).isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.signers = 9)).isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.signers = 0)).isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.genTime = "20260631120000Z")).isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.genTime = "20260601120000.10Z")).isEqualTo(TIMESTAMP_INVALID);
    assertThat(refusal(token -> token.extensions = extensions(true))).isEqualTo(TIMESTAMP_INVALID);
  }

  @Test
  void passesOverAnUnknownExtensionThatIsNotCritical() {
    assertProven(
        token(token -> token.extensions = extensions(false)),
        authority(CHAIN, Validity.ALWAYS),
        LEGACY);
  }

  private static byte[] extensions(boolean critical) {
    return TokenFactory.element(
        0xa1,
        TokenFactory.sequence(
            TokenFactory.DATA,
            critical ? new byte[] {1, 1, -1} : new byte[0],
            TokenFactory.element(0x04)));
  }

  @Test
  void refusesTrailingAndMissingBytes() {
    byte[] good = token(token -> {});
    Authority tsa = authority(CHAIN, Validity.ALWAYS);

    assertThat(refusal(Arrays.copyOf(good, good.length + 1), tsa, LEGACY))
        .isEqualTo(TIMESTAMP_INVALID);
    for (int length = 0; length < good.length; length++) {
      assertThat(verify(Arrays.copyOf(good, length), tsa, LEGACY))
          .isInstanceOf(Proof.Refused.class);
    }
  }

  @Test
  void signingTimeMustLieInTheSignersValidity() {
    assertThat(refusal(token -> token.signingTime = "270101000001Z")).isEqualTo(TIMESTAMP_INVALID);
  }

  @Test
  void withoutSigningTimeTheChainMustHoldNow() {
    byte[] timeless = token(token -> token.signingTime = "");
    var verifier =
        TimestampVerifier.of(authority(CHAIN, Validity.ALWAYS), LEGACY, SignatureProvider.jdk());

    assertThat(refusal(timeless, authority(CHAIN, Validity.ALWAYS), LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
    assertThat(verifier.verify(timeless, MESSAGE, GEN_TIME))
        .isInstanceOfSatisfying(
            Proven.class,
            proven -> assertThat(((VerifiedTimestamp) proven.value()).dependsOnNow()).isTrue());
  }

  @Test
  void signersCertificateMustBeForTimestampingAloneCritically() {
    var unfit =
        List.of(
            CertificateFactory.of("tsa").issuedBy("tsa-ca").usages(TIME_STAMPING),
            CertificateFactory.of("tsa")
                .issuedBy("tsa-ca")
                .criticalUsages(TIME_STAMPING, CODE_SIGNING),
            CertificateFactory.of("tsa").issuedBy("tsa-ca").criticalUsages(CODE_SIGNING),
            CertificateFactory.of("tsa").issuedBy("tsa-ca"),
            CertificateFactory.authority("tsa").issuedBy("tsa-ca").criticalUsages(TIME_STAMPING));
    for (CertificateFactory factory : unfit) {
      Certificate signer = factory.build();
      assertThat(refusal(token(signer, token -> {}), authority(INTERMEDIATE, ROOT), LEGACY))
          .isEqualTo(TSA_UNTRUSTED);
    }
  }

  @Test
  void intermediatesMayNotBeForSomethingElse() {
    Certificate intermediate =
        CertificateFactory.authority("tsa-ca").issuedBy("tsa-root").usages(CODE_SIGNING).build();

    assertThat(refusal(token(token -> {}), authority(LEAF, intermediate, ROOT), LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
  }

  @Test
  void refusesAnAuthorityOfAnotherName() {
    Certificate other = CertificateFactory.authority("other-root").build();

    assertThat(refusal(token(token -> {}), authority(other), LEGACY)).isEqualTo(TSA_UNTRUSTED);
    assertThat(refusal(token(token -> {}), authority(), LEGACY)).isEqualTo(TSA_UNTRUSTED);
    assertThat(refusal(token(token -> {}), authority(), BUNDLE)).isEqualTo(TSA_UNTRUSTED);
  }

  @Test
  void anotherCertificateThanTheTrustRootsIsRefused() {
    assertThat(refusal(token(SIBLING, token -> {}), authority(LEAF, INTERMEDIATE, ROOT), LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
  }

  /** So does the timestamp-authority's library, in all that follows. */
  @Test
  void everySignerMustBeTheAuthoritys() {
    TestKey key = TestKey.of(TestKey.Kind.P256, "tsa");
    Certificate stranger =
        CertificateFactory.of("tsa").issuedBy("other-root").criticalUsages(TIME_STAMPING).build();
    for (TimestampRules rules : TimestampRules.values()) {
      Authority tsa = authority(CHAIN, Validity.ALWAYS);
      assertProven(token(token -> token.signers = 3), tsa, rules);
      assertProven(token(token -> token.others.put(SIBLING, key)), tsa, rules);
      assertThat(refusal(token(token -> token.others.put(stranger, key)), tsa, rules))
          .isEqualTo(TSA_UNTRUSTED);
      TestKey another = TestKey.of(TestKey.Kind.P256, "another");
      assertThat(refusal(token(token -> token.others.put(SIBLING, another)), tsa, rules))
          .isEqualTo(TIMESTAMP_INVALID);
    }
  }

  @Test
  void firstCertificateOfNoAuthorityMustBeForTimestamping() {
    Certificate code =
        CertificateFactory.of("tsa").issuedBy("tsa-ca").serial(3).usages(CODE_SIGNING).build();
    TestKey key = TestKey.of(TestKey.Kind.P256, "tsa");
    Authority tsa = authority(INTERMEDIATE, ROOT);

    assertProven(token(token -> token.others.put(code, key)), tsa, LEGACY);
    assertThat(refusal(token(code, token -> token.others.put(LEAF, key)), tsa, LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
    assertThat(refusal(token(token -> token.certificatesBefore = code.encoded()), tsa, LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
    assertProven(token(token -> token.certificatesBefore = INTERMEDIATE.encoded()), tsa, LEGACY);
    assertProven(token(token -> token.certificatesBefore = SIBLING.encoded()), tsa, LEGACY);
  }

  /** The reference takes this: whoever has a certificate below the root could tell the time. */
  @Test
  void certificateThatDidNotSignVouchesForNothing() {
    Certificate code =
        CertificateFactory.of("tsa").issuedBy("tsa-ca").serial(3).usages(CODE_SIGNING).build();

    byte[] token = token(code, t -> t.certificatesBefore = LEAF.encoded());
    assertThat(refusal(token, authority(INTERMEDIATE, ROOT), LEGACY)).isEqualTo(TSA_UNTRUSTED);
    assertThat(refusal(token, authority(LEAF, INTERMEDIATE, ROOT), LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
    byte[] sibling = token(SIBLING, t -> t.certificatesBefore = LEAF.encoded());
    assertThat(refusal(sibling, authority(LEAF, INTERMEDIATE, ROOT), LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
  }

  @Test
  void attributesAreSignedInTheirOrderHoweverTheyCome() {
    assertProven(
        token(token -> token.sortsAttributes = false), authority(CHAIN, Validity.ALWAYS), LEGACY);
  }

  @Test
  void attributesThatNobodyReadsMayHaveAnyNumberOfValues() {
    byte[] none = TokenFactory.sequence(TokenFactory.DATA, TokenFactory.element(0x31));
    byte[] two =
        TokenFactory.sequence(
            TokenFactory.DATA, TokenFactory.element(0x31, new byte[] {5, 0, 5, 0}));
    for (byte[] attribute : List.of(none, two)) {
      assertProven(
          token(token -> token.attribute = attribute), authority(CHAIN, Validity.ALWAYS), LEGACY);
    }
  }

  @Test
  void noIntermediateMayBeForSomethingElseThoughNoPathLeadsOverIt() {
    Certificate odd =
        CertificateFactory.authority("odd").issuedBy("tsa-root").usages(CODE_SIGNING).build();

    assertThat(refusal(token(token -> {}), authority(LEAF, INTERMEDIATE, odd, ROOT), LEGACY))
        .isEqualTo(TSA_UNTRUSTED);
  }
}
