package io.sealbus.verification.crypto;

import io.sealbus.verification.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The subject alternative names that are understood; otherName and the rest are passed over.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6">RFC 5280, section
 *     4.2.1.6</a>
 */
record GeneralNames(
    List<String> emails, List<String> dnsNames, List<UriName> uris, List<Bytes> ipAddresses) {
  static final GeneralNames NONE = new GeneralNames(List.of(), List.of(), List.of(), List.of());

  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;
  private static final int CLASS = 0x80;

  static GeneralNames parse(byte[] extension) throws MalformedException {
    var names =
        new GeneralNames(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Der list = Der.of(extension).read(Der.SEQUENCE);
    while (!list.isEmpty()) {
      int tag = list.peekTag() ^ CLASS;
      byte[] value = list.readAny().remaining();
      switch (tag) {
        case EMAIL -> names.emails.add(ia5(value));
        case DNS -> names.dnsNames.add(ia5(value));
        case URI -> names.uris.add(UriName.parse(ia5(value)));
        case IP -> names.ipAddresses.add(ip(value));
        default -> {}
      }
    }
    return names;
  }

  boolean isEmpty() {
    return emails.isEmpty() && dnsNames.isEmpty() && uris.isEmpty() && ipAddresses.isEmpty();
  }

  static String ia5(byte[] value) throws MalformedException {
    for (byte b : value) {
      if (b < 0) {
        throw new MalformedException("not an IA5String");
      }
    }
    return new String(value, StandardCharsets.US_ASCII);
  }

  private static Bytes ip(byte[] value) throws MalformedException {
    if (value.length != 4 && value.length != 16) {
      throw new MalformedException("cannot parse the IP address");
    }
    return Bytes.copyOf(value);
  }
}
