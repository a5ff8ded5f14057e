package io.sealbus.policyingest.trust;

import dev.sigstore.json.JsonParseException;
import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.FileSystemTufStore;
import dev.sigstore.tuf.MetaStore;
import dev.sigstore.tuf.TrustedMetaStore;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.Proof;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.sigstore.TrustResolution;
import io.sealbus.verification.sigstore.TrustResolution.Failed;
import io.sealbus.verification.sigstore.TrustResolution.Resolved;
import io.sealbus.verification.sigstore.TrustResolution.Stale;
import io.sealbus.verification.sigstore.TrustRoot.Material;
import io.sealbus.verification.sigstore.TrustRoot.TufTarget;
import io.sealbus.verification.sigstore.TufRepositories;
import io.sealbus.verification.trust.TrustedRoot;
import io.sealbus.verification.trust.TrustedRootReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the TUF repositories of TrustRoots. Blocks its caller; one caller at a time is served.
 *
 * <p>Verified metadata of mirrors is kept, so that no mirror can go back to an older state, and so
 * that a mirror that is away does no harm before the metadata expires: in the directory where there
 * is one, otherwise for as long as the process lives.
 */
public final class TrustRootResolver implements TufRepositories {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final @Nullable Path directory;
  private final HttpClient client;
  private final Map<String, MetaStore> stores = new HashMap<>();

  /**
   * A resolver.
   *
   * @param directory where metadata is kept; null for in memory only
   */
  public TrustRootResolver(InstantSource clock, @Nullable Path directory) {
    this(clock, directory, HttpClient.newBuilder().connectTimeout(CONNECT).build());
  }

  TrustRootResolver(InstantSource clock, @Nullable Path directory, HttpClient client) {
    this.clock = clock;
    this.directory = directory;
    this.client = client;
  }

  /**
   * What comes of reading the repository of {@code material} now.
   *
   * @param mirror the packed repository, for material that has one
   * @param last what stands in the record; kept where the mirror is away and nothing expired
   * @return empty for material without a repository
   */
  public synchronized Optional<TrustResolution> resolve(
      Material material, @Nullable Bytes mirror, TrustResolution last) {
    return switch (material) {
      case Material.SigstoreKeys keys -> Optional.empty();
      case Material.Repository(TufTarget target, TrustResolution r) ->
          Optional.of(packed(target, mirror == null ? Bytes.copyOf(new byte[0]) : mirror, last));
      case Material.Remote(TufTarget target, String url, TrustResolution r) ->
          Optional.of(remote(target, url, last));
    };
  }

  @Override
  public Optional<String> fault(Bytes root, Bytes mirror, String targets) {
    // The reference does not look for the trusted root when it validates, nor does this.
    PackedRepository files;
    try {
      files = PackedRepository.of(mirror.toArray());
    } catch (IOException e) {
      return Optional.of("failed to uncompress: " + e.getMessage());
    }
    var target = new TufTarget(root, targets, "");
    try {
      new TufReading(target, files, files.in(targets), new MemoryTufStore())
          .update(clock.instant());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("failed to create TUF client: " + why(e));
    }
  }

  private TrustResolution packed(TufTarget target, Bytes mirror, TrustResolution last) {
    try {
      PackedRepository files = PackedRepository.of(mirror.toArray());
      return read(target, files, files.in(target.targets()), new MemoryTufStore());
    } catch (IOException e) {
      // What is packed does not change: when it cannot be read any more, it expired.
      return withoutRefresh(last, clock.instant(), why(e));
    }
  }

  private TrustResolution remote(TufTarget target, String url, TrustResolution last) {
    MetaStore store;
    try {
      URI base = base(url);
      store = store(target, url);
      return read(
          target,
          new MirrorFetcher(client, base),
          new MirrorFetcher(client, base.resolve(target.targets() + "/")),
          store);
    } catch (IOException e) {
      return withoutRefresh(last, expiry(target, url), why(e));
    }
  }

  private static URI base(String url) throws IOException {
    try {
      URI base = URI.create(url.endsWith("/") ? url : url + "/");
      if ("https".equals(base.getScheme()) && base.getHost() != null) {
        return base;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the mirror is no URL", e);
    }
    throw new IOException("a mirror is read over https only");
  }

  private TrustResolution read(TufTarget target, Fetcher metadata, Fetcher targets, MetaStore store)
      throws IOException {
    Resolved resolved =
        new TufReading(target, metadata, targets, store).read(clock.instant()).resolved();
    Proof<TrustedRoot> usable =
        TrustedRootReader.read(
            resolved.trustedRoot().getBytes(StandardCharsets.UTF_8), SignatureProvider.jdk());
    return switch (usable) {
      case Proof.Proven<TrustedRoot> proven -> resolved;
      case Proof.Refused<TrustedRoot>(var reason) -> new Failed(reason.message());
    };
  }

  /** As long as nothing expired, what was read last holds. */
  private TrustResolution withoutRefresh(TrustResolution last, Instant expires, String why) {
    return switch (last) {
      case Resolved resolved when clock.instant().isBefore(expires) -> resolved;
      case Resolved resolved -> new Stale(resolved, expires, why);
      case Stale(Resolved resolved, Instant since, String earlier) ->
          clock.instant().isBefore(expires) ? resolved : new Stale(resolved, since, earlier);
      case Failed failed -> new Failed(why);
      case TrustResolution.Pending pending -> new Failed(why);
    };
  }

  /** When what is kept of a mirror expires; now where nothing is. */
  private Instant expiry(TufTarget target, String url) {
    try {
      return TufReading.expires(TrustedMetaStore.newTrustedMetaStore(store(target, url)));
    } catch (IOException | JsonParseException | RuntimeException e) {
      return clock.instant();
    }
  }

  private MetaStore store(TufTarget target, String url) throws IOException {
    byte[] digest =
        HashAlgorithm.SHA256.digest(
            (url + "\n" + target.root().toBase64()).getBytes(StandardCharsets.UTF_8));
    String name = HexFormat.of().formatHex(digest);
    MetaStore known = stores.get(name);
    if (known != null) {
      return known;
    }
    MetaStore store = directory == null ? new MemoryTufStore() : onDisk(directory.resolve(name));
    stores.put(name, store);
    return store;
  }

  private static MetaStore onDisk(Path path) throws IOException {
    Files.createDirectories(path);
    return FileSystemTufStore.newFileSystemStore(path);
  }

  private static String why(IOException e) {
    return Quoted.of(
        e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString());
  }
}
