package io.sealbus.signaturefetcher.registry;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which addresses a registry may send us to. Everything that is not globally routable unicast is
 * out of bounds: loopback, link-local (the clouds' metadata services), private and carrier ranges,
 * documentation, multicast, and IPv6 forms that carry such an IPv4 address.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4
 *     special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6
 *     special-purpose addresses</a>
 */
final class AddressGuard {
  private static final int[][] REFUSED_V4 = {
    {0, 0, 8},
    {10, 0, 8},
    {100, 64, 10},
    {127, 0, 8},
    {169, 254, 16},
    {172, 16, 12},
    {192, 168, 16},
    {198, 18, 15},
    {224, 0, 4},
    {240, 0, 4}
  };

  private AddressGuard() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address v4 -> isPublicV4(bytes, 0);
      case Inet6Address v6 -> isPublicV6(bytes);
      default -> false;
    };
  }

  private static boolean isPublicV4(byte[] bytes, int from) {
    int first = bytes[from] & 0xff;
    int second = bytes[from + 1] & 0xff;
    int third = bytes[from + 2] & 0xff;
    int top = first << 8 | second;
    for (int[] range : REFUSED_V4) {
      int shift = 16 - range[2];
      if (top >> shift == (range[0] << 8 | range[1]) >> shift) {
        return false;
      }
    }
    // 192.0.0.0/24, 192.0.2.0/24, 192.88.99.0/24, 198.51.100.0/24, 203.0.113.0/24
    return !(top == 0xc000 && (third == 0 || third == 2))
        && !(top == 0xc058 && third == 99)
        && !(top == 0xc633 && third == 100)
        && !(top == 0xcb00 && third == 113);
  }

  private static boolean isPublicV6(byte[] bytes) {
    int first = word(bytes, 0);
    int second = word(bytes, 1);
    if (first == 0x64 && second == 0xff9b) {
      // NAT64 (RFC 6052): as public as the IPv4 address inside; 64:ff9b:1::/48 is local (RFC 8215).
      return zero(bytes, 4, 12) && isPublicV4(bytes, 12);
    }
    boolean global = first >> 13 == 1;
    boolean protocolAssignment = first == 0x2001 && second < 0x200;
    boolean documentation =
        first == 0x2001 && second == 0xdb8 || first == 0x3fff && second < 0x1000;
    boolean sixToFour = first == 0x2002;
    return global && !protocolAssignment && !documentation && !sixToFour;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum |= bytes[i];
    }
    return sum == 0;
  }

  private static int word(byte[] bytes, int index) {
    return (bytes[2 * index] & 0xff) << 8 | bytes[2 * index + 1] & 0xff;
  }
}
