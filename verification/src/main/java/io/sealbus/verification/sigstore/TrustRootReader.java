package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.TrustRoot.CertificateAuthority;
import io.sealbus.verification.sigstore.TrustRoot.LogInstance;
import io.sealbus.verification.sigstore.TrustRoot.Material;
import io.sealbus.verification.sigstore.TrustRoot.TufTarget;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the spec of a TrustRoot that passed admission, defaults applied. */
final class TrustRootReader {
  private static final String DEFAULT_TARGET = "trusted_root.json";

  private TrustRootReader() {}

  static TrustRoot read(
      ResourceKey key,
      String apiVersion,
      @Nullable String uid,
      long generation,
      Node.Mapping normalised) {
    return new TrustRoot(key, apiVersion, uid, generation, material(new SpecFields(normalised)));
  }

  /** The packed repository; null where there is none. */
  static @Nullable Bytes mirror(Node.Mapping normalised) {
    SpecFields repository = new SpecFields(normalised).object("repository");
    return repository == null ? null : bytes(repository, "mirrorFS");
  }

  private static Material material(SpecFields spec) {
    TrustResolution resolution = resolution(spec.object("resolved"));
    SpecFields remote = spec.object("remote");
    SpecFields repository = spec.object("repository");
    if (remote != null) {
      return new Material.Remote(target(remote), remote.text("mirror"), resolution);
    }
    if (repository != null) {
      return new Material.Repository(target(repository), resolution);
    }
    SpecFields keys = spec.objectOrNone("sigstoreKeys");
    return new Material.SigstoreKeys(
        authorities(keys, "certificateAuthorities"),
        authorities(keys, "timestampAuthorities"),
        logs(keys, "tLogs"),
        logs(keys, "ctLogs"));
  }

  private static TufTarget target(SpecFields fields) {
    String target = fields.text("trustedRootTarget");
    return new TufTarget(
        bytes(fields, "root"), fields.text("targets"), target.isEmpty() ? DEFAULT_TARGET : target);
  }

  private static List<CertificateAuthority> authorities(SpecFields keys, String name) {
    return keys.objects(name).stream()
        .map(authority -> {
          SpecFields subject = authority.objectOrNone("subject");
          return new CertificateAuthority(
              subject.text("organization"),
              subject.text("commonName"),
              authority.text("uri"),
              bytes(authority, "certChain"));
        })
        .toList();
  }

  private static List<LogInstance> logs(SpecFields keys, String name) {
    return keys.objects(name).stream()
        .map(log ->
            new LogInstance(
                log.text("baseURL"), log.text("hashAlgorithm"), bytes(log, "publicKey")))
        .toList();
  }

  private static TrustResolution resolution(@Nullable SpecFields resolved) {
    if (resolved == null || !resolved.has("trustedRoot") && !resolved.has("failure")) {
      return new TrustResolution.Pending();
    }
    if (!resolved.has("trustedRoot")) {
      return new TrustResolution.Failed(resolved.text("failure"));
    }
    var read =
        new TrustResolution.Resolved(
            resolved.text("trustedRoot"), number(resolved, "root"), number(resolved, "targets"));
    return resolved.has("staleSince")
        ? new TrustResolution.Stale(
            read, Instant.parse(resolved.text("staleSince")), resolved.text("failure"))
        : read;
  }

  private static long number(SpecFields fields, String name) {
    return fields.object().get(name) instanceof Node.Number number ? number.asLong().orElse(0) : 0;
  }

  private static Bytes bytes(SpecFields fields, String name) {
    return Bytes.copyOf(Base64.getDecoder().decode(fields.text(name)));
  }
}
