package io.sealbus.verification.timestamp;

import io.sealbus.testkit.TestCertificate;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;

/** Timestamps that do not say when they were signed, so that they hold by the clock alone. */
public final class TimelessToken {
  private TimelessToken() {}

  /**
   * A TimeStampResp about {@code message}.
   *
   * @param genTime as a GeneralizedTime
   */
  public static byte[] of(TestCertificate authority, byte[] message, String genTime)
      throws MalformedException {
    var token =
        new TokenFactory(
            authority.key(),
            Certificate.fromDer(authority.der(), SignatureProvider.jdk()),
            message);
    token.genTime = genTime;
    token.signingTime = "";
    return token.build();
  }
}
