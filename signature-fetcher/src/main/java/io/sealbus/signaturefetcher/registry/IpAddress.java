package io.sealbus.signaturefetcher.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IP address, read from its text without asking DNS. An IPv4 address inside IPv6 is IPv4. */
record IpAddress(String hex) {
  private static final int V4_DIGITS = 8;
  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";

  /** Whatever has a colon is an IPv6 address or none: no name that DNS would be asked for. */
  private static final Pattern LITERAL =
      Pattern.compile("(?:" + BYTE + "\\.){3}" + BYTE + "|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /** The address; empty where the text is none. */
  static Optional<IpAddress> parse(String text) {
    try {
      return LITERAL.matcher(text).matches()
          ? Optional.of(
              new IpAddress(HexFormat.of().formatHex(InetAddress.getByName(text).getAddress())))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean isLoopback() {
    return hex.length() == V4_DIGITS ? hex.startsWith("7f") : hex.matches("0{31}1");
  }

  /** Whether the first {@code bits} are those of {@code network}. */
  boolean isIn(IpAddress network, int bits) {
    if (hex.length() != network.hex.length() || bits > hex.length() * 4) {
      return false;
    }
    int whole = bits / 4;
    int rest = bits % 4;
    return hex.startsWith(network.hex.substring(0, whole))
        && (rest == 0
            || digit(hex, whole) >> (4 - rest) == digit(network.hex, whole) >> (4 - rest));
  }

  private static int digit(String hex, int index) {
    return Character.digit(hex.charAt(index), 16);
  }
}
