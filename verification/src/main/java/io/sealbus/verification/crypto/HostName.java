package io.sealbus.verification.crypto;

import java.util.Arrays;
import java.util.Locale;

/**
 * Whether a certificate is for a host, by the rules of Go's {@code VerifyHostname}: only subject
 * alternative names count, never the common name.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6125#section-6.4">RFC 6125, section 6.4</a>
 */
public final class HostName {
  private HostName() {}

  /** Whether {@code certificate} is for {@code host}, a name, or an IP address also in brackets. */
  public static boolean matches(Certificate certificate, String host) {
    GeneralNames names = certificate.extensions().names();
    boolean bracketed = host.length() >= 3 && host.startsWith("[") && host.endsWith("]");
    String candidateIp = bracketed ? host.substring(1, host.length() - 1) : host;
    byte[] ip = IpAddress.parse(candidateIp);
    if (ip != null) {
      return names.ipAddresses().stream()
          .anyMatch(san -> Arrays.equals(IpAddress.unwrapped(san.toArray()), ip));
    }
    String wanted = host.toLowerCase(Locale.ROOT);
    boolean valid = isValid(wanted, false);
    return names.dnsNames().stream()
        .anyMatch(san ->
            valid && isValid(san, true)
                ? matchesPattern(san, wanted)
                : !host.isEmpty() && !host.equals(".") && san.equalsIgnoreCase(host));
  }

  private static boolean matchesPattern(String pattern, String host) {
    String[] wanted = withoutTrailingDot(host).split("\\.", -1);
    String[] labels = pattern.toLowerCase(Locale.ROOT).split("\\.", -1);
    if (labels.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < labels.length; i++) {
      boolean wildcard = i == 0 && labels[i].equals("*");
      if (!wildcard && !labels[i].equals(wanted[i])) {
        return false;
      }
    }
    return true;
  }

  private static String withoutTrailingDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** A host name, or a pattern whose leftmost label may be a star. */
  private static boolean isValid(String name, boolean pattern) {
    String text = pattern ? name : withoutTrailingDot(name);
    if (text.isEmpty() || text.equals("*")) {
      return false;
    }
    String[] labels = text.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      boolean wildcard = pattern && i == 0 && labels[i].equals("*");
      if (!wildcard && !labels[i].matches("(?!-)[a-zA-Z0-9_-]+")) {
        return false;
      }
    }
    return true;
  }
}
