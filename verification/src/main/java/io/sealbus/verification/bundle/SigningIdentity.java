package io.sealbus.verification.bundle;

import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.DerText;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SubjectNames;
import java.nio.charset.StandardCharsets;

/**
 * Whom a certificate was issued to, as bundles take it.
 *
 * @param subject the first URI, else the first e-mail, else an otherName; empty for none
 * @param issuer the identity provider; empty for none
 * @see <a href="https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md">Fulcio, OID
 *     information</a>
 */
public record SigningIdentity(String subject, String issuer) {
  private static final String ISSUER_V1 = "1.3.6.1.4.1.57264.1.1";
  private static final String ISSUER_V2 = "1.3.6.1.4.1.57264.1.8";

  /**
   * Of {@code certificate}; the newer issuer extension counts where there are both.
   *
   * @throws MalformedException where a name or the newer extension is malformed
   */
  public static SigningIdentity of(Certificate certificate) throws MalformedException {
    byte[] raw = certificate.extension(ISSUER_V1);
    byte[] der = certificate.extension(ISSUER_V2);
    byte[] issuer = der != null ? DerText.parse(der) : raw != null ? raw : new byte[0];
    return new SigningIdentity(
        SubjectNames.of(certificate).principal().orElse(""),
        new String(issuer, StandardCharsets.UTF_8));
  }
}
