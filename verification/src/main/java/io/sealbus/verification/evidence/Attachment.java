package io.sealbus.verification.evidence;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.facts.Reading;
import io.sealbus.verification.reference.Digest;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One layer of an attached manifest. The content was checked against the digest when it was
 * fetched; nothing else about it is proven. Immutable, and equal to one of the same parts.
 */
public final class Attachment {
  /**
   * Changes with every change of what {@link #fingerprint} and {@link #checksum} are of, and of how
   * records are read as attachments: what was kept under another number counts no more.
   */
  public static final byte SCHEME = 1;

  private static final String FINGERPRINT = "attachment " + SCHEME;

  private final String mediaType;
  private final Digest digest;
  private final @Nullable Bytes content;
  private final Map<String, String> annotations;
  private final @Nullable Referrer referrer;

  /** Null until somebody asks; the same whoever computes it. */
  private @Nullable Bytes fingerprint;

  /**
   * A layer.
   *
   * @param content null where the media type is not one of a signature
   * @param referrer the manifest that brought it; null for what was found by a tag
   */
  public Attachment(
      String mediaType,
      Digest digest,
      @Nullable Bytes content,
      Map<String, String> annotations,
      @Nullable Referrer referrer) {
    this(mediaType, digest, content, Map.copyOf(annotations), referrer, null);
  }

  /** A layer that was found by a tag. */
  public Attachment(
      String mediaType, Digest digest, @Nullable Bytes content, Map<String, String> annotations) {
    this(mediaType, digest, content, annotations, null);
  }

  private Attachment(
      String mediaType,
      Digest digest,
      @Nullable Bytes content,
      Map<String, String> annotations,
      @Nullable Referrer referrer,
      @Nullable Bytes fingerprint) {
    this.mediaType = Objects.requireNonNull(mediaType);
    this.digest = Objects.requireNonNull(digest);
    this.content = content;
    this.annotations = annotations;
    this.referrer = referrer;
    this.fingerprint = fingerprint;
  }

  /**
   * A manifest that names the image as its subject.
   *
   * @param manifest its digest, which its bytes were checked against
   * @param artifactType its {@code artifactType}, else its config's media type; empty for neither
   * @param layers how many it has, those that are left out included
   */
  public record Referrer(Digest manifest, String artifactType, int layers) {}

  /** Of the layer, as its descriptor says. */
  public String mediaType() {
    return mediaType;
  }

  /** Of the layer. */
  public Digest digest() {
    return digest;
  }

  /** The layer; null where the media type is not one of a signature. */
  public @Nullable Bytes content() {
    return content;
  }

  /** Of the layer's descriptor. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** The manifest that brought it; null for what was found by a tag. */
  public @Nullable Referrer referrer() {
    return referrer;
  }

  /**
   * SHA-256 over all that it consists of, each part behind its kind and length: who has the same
   * one is the same. It names the attachment wherever something is remembered of it.
   */
  public Bytes fingerprint() {
    Bytes known = fingerprint;
    if (known == null) {
      known = Bytes.copyOf(read().digest());
      fingerprint = known;
    }
    return known;
  }

  private Reading read() {
    Reading reading = Reading.of(FINGERPRINT);
    reading.add(mediaType).add(digest.text());
    if (content == null) {
      reading.add((String) null);
    } else {
      reading.add(content);
    }
    // A map of the JDK's has another order in each process.
    reading.add(annotations.size());
    new TreeMap<>(annotations).forEach((name, value) -> reading.add(name).add(value));
    if (referrer == null) {
      return reading.add((String) null);
    }
    return reading
        .add(referrer.manifest().text())
        .add(referrer.artifactType())
        .add(referrer.layers());
  }

  /**
   * The same, of which the fingerprint was computed before. It is believed, so it must come from
   * where nobody else writes: with another one's it would pass for that one.
   *
   * @param fingerprint that {@link #fingerprint} once gave for the same parts
   */
  public Attachment fingerprinted(Bytes fingerprint) {
    return new Attachment(mediaType, digest, content, annotations, referrer, fingerprint);
  }

  /**
   * A number from all that it consists of, the same in every process. It tells by mistake taken
   * fingerprints apart, not attackers.
   */
  public int checksum() {
    int sum = mediaType.hashCode();
    sum = 31 * sum + digest.text().hashCode();
    sum = 31 * sum + (content == null ? 0 : content.hashCode());
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      sum += spread(31 * annotation.getKey().hashCode() + annotation.getValue().hashCode());
    }
    if (referrer != null) {
      sum = 31 * sum + referrer.manifest().text().hashCode();
      sum = 31 * sum + referrer.artifactType().hashCode();
      sum = 31 * sum + referrer.layers();
    }
    return sum;
  }

  /** Texts that are alike have hashes that are, whose sums may be the same. */
  private static int spread(int hash) {
    int product = hash * 0x9e3779b9;
    return product ^ product >>> 15;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attachment that
        && mediaType.equals(that.mediaType)
        && digest.equals(that.digest)
        && Objects.equals(content, that.content)
        && annotations.equals(that.annotations)
        && Objects.equals(referrer, that.referrer);
  }

  @Override
  public int hashCode() {
    return checksum();
  }

  @Override
  public String toString() {
    return "Attachment[mediaType="
        + mediaType
        + ", digest="
        + digest
        + ", content="
        + content
        + ", annotations="
        + annotations
        + ", referrer="
        + referrer
        + "]";
  }
}
