package io.sealbus.verification.openshift;

import io.sealbus.verification.openshift.Schema.Rule;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The CEL rules about PEM data: the markers at both ends and, for certificates of a PKI, as many of
 * one as of the other. What is between them is not looked at.
 */
final class PemRules {
  private PemRules() {}

  /** The rules of a field that holds one or more public keys. */
  static List<Rule<String>> publicKey(String field) {
    return ends(field, "PUBLIC KEY");
  }

  /** The rules of {@code fulcioCAData}. */
  static List<Rule<String>> certificate(String field) {
    return ends(field, "CERTIFICATE");
  }

  /** The rules of a field that holds a bundle of certificates. */
  static List<Rule<String>> certificates(String field) {
    var rules = new ArrayList<>(ends(field, "CERTIFICATE"));
    String begin = begin("CERTIFICATE");
    String end = end("CERTIFICATE");
    String message =
        field
            + " must be base64 encoding of valid PEM format data contain the same number of '"
            + begin
            + "' and '"
            + end
            + "' markers.";
    rules.add(onText(message, text -> count(text, begin) == count(text, end)));
    return List.copyOf(rules);
  }

  private static List<Rule<String>> ends(String field, String label) {
    String begin = begin(label);
    String end = end(label);
    return List.of(
        onText(
            "the " + field + " must start with base64 encoding of '" + begin + "'.",
            text -> text.startsWith(begin)),
        onText(
            "the " + field + " must end with base64 encoding of '" + end + "'.",
            text -> text.endsWith(end) || text.endsWith(end + "\n")));
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }

  private static Rule<String> onText(String message, Predicate<String> holds) {
    return base64 -> {
      String fault = decodingFault(base64);
      if (fault != null) {
        return fault + " evaluating rule: " + message;
      }
      String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return holds.test(text) ? null : message;
    };
  }

  /**
   * CEL decodes with the URL-safe alphabet while the field's format demands the standard one, so
   * that neither accepts what the two disagree about.
   */
  private static @Nullable String decodingFault(String base64) {
    for (int i = 0; i < base64.length(); i++) {
      if (base64.charAt(i) == '+' || base64.charAt(i) == '/') {
        return "Invalid byte formatted string "
            + base64
            + ": illegal base64 data at input byte "
            + i;
      }
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)));
      return null;
    } catch (CharacterCodingException e) {
      return "invalid UTF-8 in bytes, cannot convert to string";
    }
  }

  private static int count(String text, String marker) {
    int count = 0;
    for (int i = text.indexOf(marker); i >= 0; i = text.indexOf(marker, i + marker.length())) {
      count++;
    }
    return count;
  }
}
