package io.sealbus.runtime.service;

import io.sealbus.runtime.config.ConfigurationException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS on the process's HTTP port, from PEM files.
 *
 * @param certificate the port's own, with those that lead from it to an authority
 * @param key of the certificate, RSA or EC, PKCS#8
 * @param clientAuthorities whose certificates clients may show; null where none is asked for
 */
record HttpTls(Path certificate, Path key, @Nullable Path clientAuthorities) {
  private static final long MAX_BYTES = 1 << 20;

  /** What stands in the files at one time, and fits together. */
  record Material(Buffer certificate, Buffer key, @Nullable Buffer clientAuthorities) {
    private PemKeyCertOptions own() {
      return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    }

    /** HTTP/1.1 only, whose bounds are the ones that are kept here. */
    void applyTo(HttpServerOptions options) {
      options.setSsl(true).setUseAlpn(false).setKeyCertOptions(own());
      if (clientAuthorities != null) {
        options
            .setClientAuth(ClientAuth.REQUEST)
            .setTrustOptions(new PemTrustOptions().addCertValue(clientAuthorities));
      }
    }

    /** For a server that listens already. */
    ServerSSLOptions options() {
      var options = new ServerSSLOptions().setUseAlpn(false).setKeyCertOptions(own());
      return clientAuthorities == null
          ? options
          : options
              .setClientAuth(ClientAuth.REQUEST)
              .setTrustOptions(new PemTrustOptions().addCertValue(clientAuthorities));
    }
  }

  /**
   * Reads the files. Blocks.
   *
   * @throws ConfigurationException naming the setting whose file cannot be used
   */
  Material read() {
    Path authorities = clientAuthorities;
    var read =
        new Material(
            bytes(HttpConfig.CERTIFICATE.name(), certificate),
            bytes(HttpConfig.KEY.name(), key),
            authorities == null ? null : bytes(HttpConfig.CLIENT_AUTHORITIES.name(), authorities));
    requirePair(read.own());
    if (read.clientAuthorities != null) {
      requireAuthorities(read.clientAuthorities);
    }
    return read;
  }

  private static Buffer bytes(String setting, Path file) {
    try {
      if (Files.size(file) <= MAX_BYTES) {
        return Buffer.buffer(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new ConfigurationException(setting + ": cannot read " + file);
    }
    throw new ConfigurationException(setting + ": more than " + MAX_BYTES + " bytes in " + file);
  }

  /** While files are replaced one after the other, they do not belong together. */
  private static void requirePair(PemKeyCertOptions own) {
    try {
      String alias = own.loadKeyStore(null).aliases().nextElement();
      // Only the key manager knows the password that the store got.
      if (own.getKeyManagerFactory(null).getKeyManagers()[0] instanceof X509KeyManager keys
          && fits(keys.getPrivateKey(alias), keys.getCertificateChain(alias)[0])) {
        return;
      }
    } catch (Exception e) {
      // What is thrown for a text that is no PEM depends on where it stops making sense.
      throw new ConfigurationException(
          HttpConfig.CERTIFICATE.name() + ", " + HttpConfig.KEY.name() + ": cannot be used");
    }
    throw new ConfigurationException(
        HttpConfig.KEY.name() + ": not the key of " + HttpConfig.CERTIFICATE.name());
  }

  private static boolean fits(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update((byte) 0);
    byte[] signed = signature.sign();
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    signature.initVerify(certificate.getPublicKey());
    signature.update((byte) 0);
    return signature.verify(signed);
  }

  private static void requireAuthorities(Buffer authorities) {
    try {
      if (!CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(authorities.getBytes()))
          .isEmpty()) {
        return;
      }
    } catch (CertificateException e) {
      throw new ConfigurationException(HttpConfig.CLIENT_AUTHORITIES.name() + ": cannot be used");
    }
    throw new ConfigurationException(
        HttpConfig.CLIENT_AUTHORITIES.name() + ": holds no certificate");
  }
}
