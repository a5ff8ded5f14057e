package io.sealbus.signaturefetcher;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Has a client show its certificate whatever authorities the server names. */
final class Shown extends X509ExtendedKeyManager {
  private final X509KeyManager keys;

  private Shown(X509KeyManager keys) {
    this.keys = keys;
  }

  static KeyManager[] always(KeyManager[] managers) {
    return Stream.of(managers).map(one -> new Shown((X509KeyManager) one)).toArray(Shown[]::new);
  }

  private @Nullable String alias() {
    String[] aliases = keys.getClientAliases("EC", null);
    return aliases == null ? null : aliases[0];
  }

  @Override
  public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return alias();
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal[] issuers, SSLEngine engine) {
    return alias();
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return keys.getClientAliases(type, issuers);
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return keys.getServerAliases(type, issuers);
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return keys.chooseServerAlias(type, issuers, socket);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return keys.getCertificateChain(alias);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return keys.getPrivateKey(alias);
  }
}
