package io.sealbus.signaturefetcher.registry;

import io.sealbus.verification.ReasonCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificate authorities and client certificates of single registries, from a folder as docker and
 * containers have it: {@code <host[:port]>/*.crt} are authorities that the host is trusted under
 * besides the system's, {@code *.cert} with a {@code *.key} of the same name is what we show to it,
 * and to no other. Read once.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-certs.d.5.md">containers-certs.d</a>
 */
public final class RegistryCertificates {
  /** None: the system's authorities, and nothing is shown. */
  public static final RegistryCertificates NONE = new RegistryCertificates(Map.of());

  private static final long MAX_BYTES = 1 << 20;

  /** What came of reading a folder. */
  public sealed interface Reading {}

  /** The folder can be used. */
  public record Loaded(RegistryCertificates certificates) implements Reading {}

  /** Something in the folder cannot be used. */
  public record Refused(ReasonCode code, String message) implements Reading {}

  private final Map<String, ClientSSLOptions> hosts;

  private RegistryCertificates(Map<String, ClientSSLOptions> hosts) {
    this.hosts = Map.copyOf(hosts);
  }

  /** Reads a folder; one that is not there holds nothing. */
  public static Reading read(Path directory) {
    var hosts = new HashMap<String, ClientSSLOptions>();
    for (Path host : list(directory)) {
      String name = name(host);
      if (Files.isDirectory(host)) {
        try {
          hosts.put(name, options(list(host)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
          return new Refused(
              ReasonCode.CERTIFICATES_INVALID,
              ForeignText.quote(name) + ": " + ForeignText.quote(String.valueOf(e.getMessage())));
        }
      }
    }
    return new Loaded(new RegistryCertificates(hosts));
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static ClientSSLOptions options(List<Path> files)
      throws IOException, GeneralSecurityException {
    var authorities = new ArrayList<Certificate>();
    var keys = new PemKeyCertOptions();
    boolean client = false;
    for (Path file : files) {
      String name = name(file);
      if (name.endsWith(".crt")) {
        authorities.addAll(certificates(file));
      } else if (name.endsWith(".cert")) {
        certificates(file);
        keys.addCertValue(Buffer.buffer(bytes(file)));
        keys.addKeyValue(Buffer.buffer(bytes(partner(file, ".cert", ".key"))));
        client = true;
      } else if (name.endsWith(".key")) {
        partner(file, ".key", ".cert");
      }
    }
    var options = tls();
    if (!authorities.isEmpty()) {
      options.setTrustOptions(TrustOptions.wrap(besidesTheSystems(authorities)));
    }
    return client ? options.setKeyCertOptions(usable(keys)) : options;
  }

  private static PemKeyCertOptions usable(PemKeyCertOptions keys) throws GeneralSecurityException {
    try {
      keys.loadKeyStore(null);
      return keys;
    } catch (Exception e) {
      throw new GeneralSecurityException("the client's key or certificate cannot be used", e);
    }
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<Certificate> all =
        List.copyOf(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bytes(file))));
    if (all.isEmpty()) {
      throw new GeneralSecurityException(name(file) + " holds no certificate");
    }
    return all;
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(name(file) + " has more than " + MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static Path partner(Path file, String suffix, String other) throws IOException {
    String name = name(file);
    String wanted = name.substring(0, name.length() - suffix.length()) + other;
    Path partner = file.resolveSibling(wanted);
    if (!Files.isRegularFile(partner)) {
      throw new IOException(name + " without " + wanted);
    }
    return partner;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static TrustManager besidesTheSystems(List<Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int next = 0;
    for (X509Certificate one : x509(factory(null)).getAcceptedIssuers()) {
      store.setCertificateEntry("system-" + next++, one);
    }
    for (Certificate one : authorities) {
      store.setCertificateEntry("own-" + next++, one);
    }
    return x509(factory(store));
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static X509TrustManager x509(TrustManagerFactory factory)
      throws GeneralSecurityException {
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("the platform has no X.509 trust manager");
  }

  private static ClientSSLOptions tls() {
    return new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS").setUseAlpn(true);
  }

  /** How TLS is spoken with {@code host:port}; null for as with any other. */
  @Nullable ClientSSLOptions of(String host, int port) {
    ClientSSLOptions own = hosts.get(host + ":" + port);
    // docker and containers go by the registry's name, which has no port where it is the usual one.
    return own == null && port == Endpoint.TLS_PORT ? hosts.get(host) : own;
  }
}
