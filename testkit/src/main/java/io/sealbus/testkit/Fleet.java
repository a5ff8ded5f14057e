package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The images of a large fleet, really signed: the same ones for the same numbers. Made one at a
 * time and kept nowhere, some 30 µs each. Each key is a team's; half of a team's repositories hold
 * images of kind {@link Kind#SIGNED}, a quarter each of the other two. Immutable.
 */
public final class Fleet {
  /** Where all images are. */
  public static final String REGISTRY = "registry.example.com";

  /** What an attested image's statement is about. */
  public static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";

  private static final Instant LOGGED_AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  private final int images;
  private final int repositories;
  private final List<TestKey> keys = new ArrayList<>();
  private final TestKey log = TestKey.bulk("fleet log");

  /** What is attached to an image. */
  public enum Kind {
    /** A signature by key. */
    SIGNED,
    /** The same with a promise of the transparency log. */
    LOGGED,
    /** The same as {@link #SIGNED}, and a signed statement. */
    ATTESTED
  }

  /**
   * One image.
   *
   * @param repository without the registry, such as {@code team-07/signed/app-0012}
   * @param digest of its manifest, of which nothing else exists
   * @param signature by the team's key, that claims the image's repository
   * @param attestation a DSSE envelope by the same key; null where the kind has none
   */
  public record Image(
      Kind kind,
      String repository,
      String tag,
      String digest,
      TestSignature signature,
      @Nullable Content attestation) {}

  private Fleet(int images, int repositories, int keys) {
    this.images = images;
    this.repositories = repositories;
    for (int team = 0; team < keys; team++) {
      this.keys.add(TestKey.bulk("fleet team " + team));
    }
  }

  /**
   * So many images, spread evenly.
   *
   * @param repositories a multiple of four times {@code keys}
   */
  public static Fleet of(int images, int repositories, int keys) {
    if (images < 1 || keys < 1 || repositories < 1 || repositories % (4 * keys) != 0) {
      throw new IllegalArgumentException(
          "%d images, %d repositories, %d keys".formatted(images, repositories, keys));
    }
    return new Fleet(images, repositories, keys);
  }

  /** How many images there are. */
  public int size() {
    return images;
  }

  /** How many teams, each with a key of its own, there are. */
  public int teams() {
    return keys.size();
  }

  /** The key of a team, from 0 on. */
  public TestKey key(int team) {
    return keys.get(team);
  }

  /** The public key of the transparency log. */
  public String logPem() {
    return log.publicKeyPem();
  }

  /** Where all of a team's images of one kind are, with the registry. */
  public static String scope(int team, Kind kind) {
    return REGISTRY + "/" + path(team, kind);
  }

  private static String path(int team, Kind kind) {
    return "team-%02d/%s".formatted(team, kind.name().toLowerCase(Locale.ROOT));
  }

  /** Whose the image with this number is. */
  public int team(int number) {
    return number % repositories % keys.size();
  }

  /** What is attached to the image with this number. */
  public Kind kind(int number) {
    return switch (number % repositories / keys.size() % 4) {
      case 0, 1 -> Kind.SIGNED;
      case 2 -> Kind.LOGGED;
      default -> Kind.ATTESTED;
    };
  }

  /** The image with this number, from 0 on; numbers beyond the size give images that come later. */
  public Image image(int number) {
    int repository = number % repositories;
    int team = team(number);
    Kind kind = kind(number);
    String name = "%s/app-%04d".formatted(path(team, kind), repository);
    String digest = "sha256:" + Content.hex("SHA-256", bytes("fleet image " + number));
    TestSignature signature = signature(keys.get(team), kind, name, digest);
    return new Image(
        kind,
        name,
        "v" + number / repositories,
        digest,
        signature,
        kind == Kind.ATTESTED ? attestation(keys.get(team), digest) : null);
  }

  private TestSignature signature(TestKey key, Kind kind, String name, String digest) {
    TestSignature signature =
        TestSigner.with(key).sign(SimpleSigning.of(REGISTRY + "/" + name, digest).payload());
    return kind == Kind.LOGGED
        ? signature.annotation(
            TestSignature.BUNDLE,
            FakeRekor.of(log).entry(signature, key.publicKeyPem(), LOGGED_AT).bundle())
        : signature;
  }

  private static Content attestation(TestKey key, String digest) {
    var builder = JsonNodeFactory.instance.objectNode();
    builder.putObject("runDetails").putObject("builder").put("id", "https://ci.example.com");
    var statement = new TestStatement(PREDICATE_TYPE, builder, "image", digest);
    return Content.of(ENVELOPE, statement.envelope(key.sign(statement.encoding())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
