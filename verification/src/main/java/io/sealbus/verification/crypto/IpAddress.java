package io.sealbus.verification.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** IP addresses as 4 or 16 bytes. Text is parsed by hand: no look-up, no legacy forms. */
final class IpAddress {
  private static final int GROUPS = 8;

  private IpAddress() {}

  /** Whether these are 16 bytes that only wrap an IPv4 address. */
  static boolean isMapped(byte[] address) {
    if (address.length != 16 || address[10] != -1 || address[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 5952: the first longest run of two or more zero groups is left out. */
  static String format(byte[] address) {
    if (address.length == 4) {
      return String.format(
          "%d.%d.%d.%d",
          address[0] & 0xff, address[1] & 0xff, address[2] & 0xff, address[3] & 0xff);
    }
    int[] run = longestZeroRun(address);
    var out = new StringBuilder();
    for (int i = 0; i < address.length / 2; i++) {
      if (run[1] > 1 && i == run[0]) {
        out.append("::");
        i += run[1] - 1;
        continue;
      }
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
        out.append(':');
      }
      out.append(Integer.toHexString(group(address, i)));
    }
    return out.toString();
  }

  private static int group(byte[] address, int index) {
    return (address[2 * index] & 0xff) << 8 | address[2 * index + 1] & 0xff;
  }

  /** Where it starts and how long it is, in groups. */
  private static int[] longestZeroRun(byte[] address) {
    int[] longest = new int[2];
    int length = 0;
    for (int i = 0; i < address.length / 2; i++) {
      length = group(address, i) == 0 ? length + 1 : 0;
      if (length > longest[1]) {
        longest = new int[] {i - length + 1, length};
      }
    }
    return longest;
  }

  /** The address, or null where {@code text} is none; an IPv4 one wrapped in IPv6 is IPv4. */
  static byte @Nullable [] parse(String text) {
    byte[] address = text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    return address == null ? null : unwrapped(address);
  }

  /** An IPv4 address that is wrapped in an IPv6 one, or else the address. */
  static byte[] unwrapped(byte[] address) {
    return isMapped(address) ? Arrays.copyOfRange(address, 12, 16) : address;
  }

  private static byte @Nullable [] parseV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      boolean plain = parts[i].matches("0|[1-9][0-9]{0,2}");
      if (!plain || Integer.parseInt(parts[i]) > 255) {
        return null;
      }
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return address;
  }

  private static byte @Nullable [] parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] address = groups(text);
      return address != null && address.length == 2 * GROUPS ? address : null;
    }
    byte[] head = groups(text.substring(0, gap));
    byte[] tail = groups(text.substring(gap + 2));
    if (head == null || tail == null || head.length + tail.length > 2 * (GROUPS - 1)) {
      return null;
    }
    byte[] address = Arrays.copyOf(head, 2 * GROUPS);
    System.arraycopy(tail, 0, address, 2 * GROUPS - tail.length, tail.length);
    return address;
  }

  /** Colon-separated groups, of which the last may be an IPv4 address. */
  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    if (parts.length > GROUPS) {
      return null;
    }
    byte[] out = new byte[0];
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      byte[] group = last && parts[i].indexOf('.') >= 0 ? parseV4(parts[i]) : group(parts[i]);
      if (group == null) {
        return null;
      }
      int length = out.length;
      out = Arrays.copyOf(out, length + group.length);
      System.arraycopy(group, 0, out, length, group.length);
    }
    return out;
  }

  private static byte @Nullable [] group(String text) {
    if (!text.matches("[0-9a-fA-F]{1,4}")) {
      return null;
    }
    int value = Integer.parseInt(text, 16);
    return new byte[] {(byte) (value >> 8), (byte) value};
  }
}
