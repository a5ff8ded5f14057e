package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Budget.Stopped;
import io.sealbus.verification.language.rego.Builtins.Function;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Hashes and message authentication codes, in hexadecimal. */
final class Digests {
  private static final Map<String, String> NAMES =
      Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

  private Digests() {}

  static void addTo(Map<String, Function> functions) {
    for (String name : new String[] {"md5", "sha1", "sha256"}) {
      functions.put("crypto." + name, a -> hex(digest(name, a.bytes(0))));
    }
    for (String name : NAMES.keySet()) {
      functions.put("crypto.hmac." + name, a -> hex(mac(name, a.bytes(0), a.bytes(1))));
    }
    functions.put(
        "crypto.hmac.equal", a -> RegoValue.of(MessageDigest.isEqual(a.bytes(0), a.bytes(1))));
  }

  private static RegoValue hex(byte[] bytes) {
    return RegoValue.of(HexFormat.of().formatHex(bytes));
  }

  private static byte[] digest(String name, byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance(NAMES.get(name));
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new Stopped("no " + name + " on this platform");
    }
  }

  /** RFC 2104; unlike the platform's own it takes an empty key. */
  private static byte[] mac(String name, byte[] message, byte[] secret) {
    int block = name.equals("sha512") ? 128 : 64;
    byte[] key = Arrays.copyOf(secret.length > block ? digest(name, secret) : secret, block);
    byte[] inner = key.clone();
    byte[] outer = key.clone();
    for (int i = 0; i < block; i++) {
      inner[i] ^= 0x36;
      outer[i] ^= 0x5c;
    }
    return digest(name, outer, digest(name, inner, message));
  }
}
