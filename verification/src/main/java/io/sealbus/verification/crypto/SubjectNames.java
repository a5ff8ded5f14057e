package io.sealbus.verification.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The subject alternative names of a certificate as identities, verbatim.
 *
 * @param others of Fulcio's otherName 1.3.6.1.4.1.57264.1.7, for identities that are no other kind;
 *     as with cosign it counts only where it is the one otherName of all
 * @see <a href="https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md">Fulcio, OID
 *     information</a>
 */
public record SubjectNames(
    List<String> dnsNames,
    List<String> emails,
    List<String> ipAddresses,
    List<String> uris,
    List<String> others) {
  /** The extension; its names were checked when the certificate was parsed, but for otherName. */
  public static final String EXTENSION = CertificateExtensions.SUBJECT_ALT_NAME;

  private static final String FULCIO_OTHER_NAME = "1.3.6.1.4.1.57264.1.7";
  private static final int OTHER = 0;
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;

  public SubjectNames {
    dnsNames = List.copyOf(dnsNames);
    emails = List.copyOf(emails);
    ipAddresses = List.copyOf(ipAddresses);
    uris = List.copyOf(uris);
    others = List.copyOf(others);
  }

  /**
   * The names of {@code certificate}; none where it has no such extension.
   *
   * @throws MalformedException where they cannot be told apart
   */
  public static SubjectNames of(Certificate certificate) throws MalformedException {
    var names =
        new Lists(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    int others = 0;
    byte[] extension = certificate.extension(EXTENSION);
    Der list = extension == null ? Der.of(new byte[0]) : Der.of(extension).read(Der.SEQUENCE);
    while (!list.isEmpty()) {
      int tag = list.peekTag();
      Der value = list.readAny();
      if (tag == Der.context(DNS)) {
        names.dns.add(text(value));
      } else if (tag == Der.context(EMAIL)) {
        names.emails.add(text(value));
      } else if (tag == Der.context(URI)) {
        names.uris.add(text(value));
      } else if (tag == Der.context(IP)) {
        names.ips.add(IpAddress.format(IpAddress.unwrapped(value.remaining())));
      } else if ((tag & 0x1f) == OTHER) {
        others++;
        other(value).ifPresent(names.others::add);
      }
    }
    return new SubjectNames(
        names.dns, names.emails, names.ips, names.uris, others == 1 ? names.others : List.of());
  }

  private record Lists(
      List<String> dns,
      List<String> emails,
      List<String> ips,
      List<String> uris,
      List<String> others) {}

  /**
   * RFC 5280, section 4.2.1.6: an object identifier and, in [0], a value of its own. One that is
   * not is no name.
   */
  private static Optional<String> other(Der content) {
    try {
      if (!content.readOid().equals(FULCIO_OTHER_NAME)) {
        return Optional.empty();
      }
      byte[] value = content.read(Der.constructedContext(0)).readElement();
      return Optional.of(new String(DerText.parse(value), StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static String text(Der value) {
    return new String(value.remaining(), StandardCharsets.UTF_8);
  }

  /** All of them, in the order in which cosign lists them. */
  public List<String> all() {
    var all = new ArrayList<>(dnsNames);
    all.addAll(emails);
    all.addAll(ipAddresses);
    all.addAll(uris);
    all.addAll(others);
    return all;
  }

  /** The one that stands for the certificate in a bundle: a URI, else an e-mail, else another. */
  public Optional<String> principal() {
    for (List<String> kind : List.of(uris, emails, others)) {
      if (!kind.isEmpty()) {
        return Optional.of(kind.get(0));
      }
    }
    return Optional.empty();
  }
}
