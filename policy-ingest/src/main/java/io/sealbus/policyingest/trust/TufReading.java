package io.sealbus.policyingest.trust;

import dev.sigstore.json.JsonParseException;
import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.MetaStore;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.TufException;
import dev.sigstore.tuf.Updater;
import dev.sigstore.tuf.encryption.Verifiers;
import dev.sigstore.tuf.model.TargetMeta;
import dev.sigstore.tuf.model.TargetMeta.TargetData;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.sigstore.TrustResolution.Resolved;
import io.sealbus.verification.sigstore.TrustRoot.TufTarget;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One update of a TUF repository and what is looked for in it.
 *
 * @see <a
 *     href="https://theupdateframework.github.io/specification/latest/#detailed-client-workflow">TUF
 *     specification, section 5</a>
 */
final class TufReading {
  private static final int MOST_TARGETS = 256;
  private static final int MOST_BYTES = 1 << 20;

  private final TufTarget target;
  private final Fetcher metadata;
  private final Fetcher targets;
  private final MetaStore store;

  /**
   * A reading.
   *
   * @param store what was verified before, which nothing older may replace
   */
  TufReading(TufTarget target, Fetcher metadata, Fetcher targets, MetaStore store) {
    this.target = target;
    this.metadata = metadata;
    this.targets = targets;
    this.store = store;
  }

  /**
   * What was read.
   *
   * @param expires when the first of the metadata does
   */
  record Read(Resolved resolved, Instant expires) {}

  /**
   * Updates and reads.
   *
   * @throws IOException where anything about the repository is not as it must be
   */
  Read read(Instant now) throws IOException {
    return guarded(() -> {
      var found = new MemoryTufStore();
      TrustedMetaStore trusted = TrustedMetaStore.newTrustedMetaStore(store);
      Updater updater = updater(now, trusted, found);
      Instant expires = updated(updater, trusted, now);
      TargetMeta meta = trusted.getTargets().getSignedMeta();
      long version = trusted.getRoot().getSignedMeta().getVersion();
      String trustedRoot = trustedRoot(meta, updater, found);
      return new Read(new Resolved(trustedRoot, version, meta.getVersion()), expires);
    });
  }

  /** Updates the metadata alone; throws as {@link #read}. */
  void update(Instant now) throws IOException {
    guarded(() -> {
      TrustedMetaStore trusted = TrustedMetaStore.newTrustedMetaStore(store);
      return updated(updater(now, trusted, new MemoryTufStore()), trusted, now);
    });
  }

  private interface Work<T> {
    T run() throws IOException, JsonParseException;
  }

  private static <T> T guarded(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (JsonParseException e) {
      throw new IOException("malformed metadata: " + e.getMessage(), e);
    } catch (TufException e) {
      throw new IOException(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // The client throws these, too, at metadata that is not what it expects.
      throw new IOException("malformed metadata: " + e, e);
    }
  }

  private Updater updater(Instant now, TrustedMetaStore trusted, MemoryTufStore found) {
    return Updater.builder()
        .setClock(Clock.fixed(now, ZoneOffset.UTC))
        .setVerifiers(Verifiers::newVerifier)
        .setTrustedMetaStore(trusted)
        .setTargetStore(found)
        .setTrustedRootPath(() -> target.root().toUtf8())
        .setMetaFetcher(MetaFetcher.newFetcher(metadata))
        .setTargetFetcher(targets)
        .build();
  }

  private static Instant updated(Updater updater, TrustedMetaStore trusted, Instant now)
      throws IOException, JsonParseException {
    updater.updateMeta();
    Instant expires = expires(trusted);
    // The client does not look at the expiry of metadata that it has already.
    if (expires.isBefore(now)) {
      throw new IOException("the metadata expired at " + expires);
    }
    return expires;
  }

  /** When the first of the verified metadata in the store expires. */
  static Instant expires(TrustedMetaStore trusted) throws IOException, JsonParseException {
    return Stream.of(
            trusted.getRoot().getSignedMeta().getExpiresAsDate(),
            trusted.getTimestamp().getSignedMeta().getExpiresAsDate(),
            trusted.getSnapshot().getSignedMeta().getExpiresAsDate(),
            trusted.getTargets().getSignedMeta().getExpiresAsDate())
        .map(date -> date.toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private String trustedRoot(TargetMeta meta, Updater updater, MemoryTufStore found)
      throws IOException, JsonParseException {
    String name = target.trustedRootTarget();
    TargetData given = meta.getTargets().get(name);
    if (given != null) {
      return Bytes.copyOf(download(name, given, updater, found)).toUtf8();
    }
    if (meta.getDelegations().filter(d -> !d.getRoles().isEmpty()).isPresent()) {
      throw new IOException(
          "target "
              + name
              + " is not among the top-level targets, and delegations are not followed");
    }
    return fromUsage(meta, updater, found);
  }

  /** Older repositories say of each target what it is for. */
  private String fromUsage(TargetMeta meta, Updater updater, MemoryTufStore found)
      throws IOException, JsonParseException {
    if (meta.getTargets().size() > MOST_TARGETS) {
      throw new IOException("more than " + MOST_TARGETS + " targets");
    }
    var assembled = new UsageTargets();
    for (Map.Entry<String, TargetData> each : new TreeMap<>(meta.getTargets()).entrySet()) {
      var custom = each.getValue().getCustom();
      if (custom.isPresent()) {
        var sigstore = custom.get().getSigstoreMeta();
        byte[] content = download(each.getKey(), each.getValue(), updater, found);
        assembled.add(sigstore.getUsage(), sigstore.getUri().orElse(""), content);
      }
    }
    return assembled.trustedRoot();
  }

  private static byte[] download(
      String name, TargetData data, Updater updater, MemoryTufStore found)
      throws IOException, JsonParseException {
    if (data.getLength() > MOST_BYTES) {
      throw new IOException("target " + name + " is larger than " + MOST_BYTES + " bytes");
    }
    updater.downloadTarget(name);
    return found.readTarget(name);
  }
}
