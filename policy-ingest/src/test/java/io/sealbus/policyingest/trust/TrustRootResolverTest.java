package io.sealbus.policyingest.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustRoot.Material;
import io.sealbus.verification.sigstore.TrustRoot.TufTarget;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustRootResolverTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-04-01T00:00:00Z");
  private static final String ROOT =
      "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\","
          + "\"tlogs\":[],\"certificateAuthorities\":[],\"ctlogs\":[],\"timestampAuthorities\":[]}";
  private static final TrustResolution NONE = new TrustResolution.Pending();

  private Instant now = NOW;
  private final TrustRootResolver resolver = new TrustRootResolver(() -> now, null);

  private TrustResolution resolve(TufFixture repository, byte[] packed, TrustResolution last) {
    var target = new TufTarget(Bytes.copyOf(repository.root()), "targets", "trusted_root.json");
    return resolver
        .resolve(new Material.Repository(target, NONE), Bytes.copyOf(packed), last)
        .orElseThrow();
  }

  private TrustResolution resolve(TufFixture repository) {
    return resolve(repository, repository.packed(), NONE);
  }

  private static String why(TrustResolution resolution) {
    assertThat(resolution).isInstanceOf(TrustResolution.Failed.class);
    return ((TrustResolution.Failed) resolution).why();
  }

  @Test
  void readsTheTrustedRootOfAPackedRepository() {
    var repository = new TufFixture(LATER).target("trusted_root.json", ROOT);

    assertThat(resolve(repository)).isEqualTo(new TrustResolution.Resolved(ROOT, 1, 1));
    assertThat(resolver.fault(root(repository), Bytes.copyOf(repository.packed()), "targets"))
        .isEmpty();
  }

  private static Bytes root(TufFixture repository) {
    return Bytes.copyOf(repository.root());
  }

  @Test
  void doesNotPassWithAnotherRoot() {
    var repository = new TufFixture(LATER).target("trusted_root.json", ROOT);
    var other = new TufFixture(LATER);

    assertThat(why(resolve(other, repository.packed(), NONE))).contains("Signature");
    assertThat(resolver.fault(root(other), Bytes.copyOf(repository.packed()), "targets"))
        .hasValueSatisfying(why -> assertThat(why).startsWith("failed to create TUF client: "));
  }

  @Test
  void goesStaleWhenMetadataExpires() {
    var repository = new TufFixture(LATER).target("trusted_root.json", ROOT);
    TrustResolution read = resolve(repository);

    now = LATER.plusSeconds(1);
    TrustResolution stale = resolve(repository, repository.packed(), read);

    assertThat(stale).isInstanceOf(TrustResolution.Stale.class);
    assertThat(((TrustResolution.Stale) stale).last()).isEqualTo(read);
    assertThat(why(resolve(repository))).contains("Expired");
    assertThat(resolve(repository, repository.packed(), stale)).isEqualTo(stale);
  }

  @Test
  void comesBackWithFreshMetadata() {
    var repository = new TufFixture(LATER).target("trusted_root.json", ROOT);
    TrustResolution read = resolve(repository);
    now = LATER.plusSeconds(1);
    TrustResolution stale = resolve(repository, repository.packed(), read);
    repository.next(LATER.plusSeconds(1000));

    assertThat(resolve(repository, repository.packed(), stale))
        .isEqualTo(new TrustResolution.Resolved(ROOT, 1, 2));
  }

  @Test
  void refusesATargetThatIsNotWhatTheMetadataSays() {
    var repository = new TufFixture(LATER).target("trusted_root.json", ROOT);
    Map<String, byte[]> files = repository.files();
    files.replaceAll((name, content) ->
        name.startsWith("targets/") ? (ROOT + " ").getBytes(StandardCharsets.UTF_8) : content);

    assertThat(resolve(repository, TufFixture.packed(files), NONE))
        .isInstanceOf(TrustResolution.Failed.class);
  }

  @Test
  void refusesATrustedRootThatIsNone() {
    assertThat(resolve(new TufFixture(LATER).target("trusted_root.json", "{}")))
        .isInstanceOf(TrustResolution.Failed.class);
  }

  @Test
  void takesTargetsByTheirUsageWhereThereIsNoTrustedRoot() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    String key =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    var repository =
        new TufFixture(LATER).target("rekor.pub", key, "Rekor", "https://rekor.example");

    assertThat(why(resolve(repository))).isEqualTo("no certificate authorities found");
  }

  @Test
  void unpacksNothingThatLeadsOutOrIsNoArchive() {
    var repository = new TufFixture(LATER).target("trusted_root.json", ROOT);

    assertThat(why(resolve(repository, TufFixture.packed(Map.of("../x", new byte[1])), NONE)))
        .contains("tainted");
    assertThat(resolver.fault(root(repository), Bytes.utf8("not a gzip"), "targets"))
        .contains("failed to uncompress: gzip: invalid header");
    assertThat(why(resolve(repository, TufFixture.packed(Map.of("x", new byte[33 << 20])), NONE)))
        .contains("more than");
  }

  @Test
  void readsMirrorsOverHttpsOnly() {
    var repository = new TufFixture(LATER).target("trusted_root.json", ROOT);
    var target = new TufTarget(root(repository), "targets", "trusted_root.json");

    var resolution =
        resolver.resolve(new Material.Remote(target, "http://tuf.example", NONE), null, NONE);

    assertThat(why(resolution.orElseThrow())).contains("https only");
  }
}
