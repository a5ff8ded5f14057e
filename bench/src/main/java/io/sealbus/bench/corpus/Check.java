package io.sealbus.bench.corpus;

import io.sealbus.testkit.TestCertificate;
import io.sealbus.testkit.TestKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * One signature check that an image cannot be let in without.
 *
 * @param algorithm JCA's name
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are made once and only ever read.
public record Check(String algorithm, PublicKey key, byte[] message, byte[] signature) {
  /** Of what {@code key} signed by its usual algorithm. */
  static Check of(TestKey key, byte[] message, byte[] signature) {
    return new Check(key.kind().signatureAlgorithm(), key.publicKey(), message, signature);
  }

  /** Of a certificate by its issuer. */
  static Check ofCertificate(TestCertificate certificate, TestKey issuer) {
    try {
      var x509 =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate.der()));
      return of(issuer, x509.getTBSCertificate(), x509.getSignature());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a TimeStampResp by its authority, whose signature is over the signed attributes. */
  static Check ofTimestamp(byte[] response, TestKey authority) {
    try {
      SignerInformation signer =
          new TimeStampResponse(response)
              .getTimeStampToken()
              .toCMSSignedData()
              .getSignerInfos()
              .iterator()
              .next();
      return of(authority, signer.getEncodedSignedAttributes(), signer.getSignature());
    } catch (TSPException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the promise that a certificate carries of a log. */
  static Check ofPromise(TestCertificate certificate, TestCertificate issuer, TestKey log) {
    try {
      var holder = new X509CertificateHolder(certificate.der());
      var sct = EmbeddedPromise.read(holder, issuer.key().publicKey().getEncoded());
      return of(log, sct.signed(), sct.signature());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** RFC 6962, section 3.3: the extension that holds the promises. */
  static ASN1ObjectIdentifier promises() {
    return new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
  }
}
