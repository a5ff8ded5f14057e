package io.sealbus.verification.crypto;

import io.sealbus.verification.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Name constraints of a certificate authority.
 *
 * <p>E-mail and URI constraints cover subdomains too, as those of DNS names do and as Go's newest
 * release reads them; by RFC 5280 they are about the host alone.
 *
 * @param hasUnknown whether there are constraints of other name types, which cannot be checked
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10">RFC 5280, section
 *     4.2.1.10</a>
 */
record NameConstraints(Subtrees permitted, Subtrees excluded, boolean hasUnknown) {
  private static final int EMAIL = 0x81;
  private static final int DNS = 0x82;
  private static final int URI = 0x86;
  private static final int IP = 0x87;

  /** The constraints of one side, by name type. */
  record Subtrees(
      List<String> emails, List<String> dnsNames, List<String> uris, List<Bytes> networks) {
    static Subtrees none() {
      return new Subtrees(
          new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
      return emails.isEmpty() && dnsNames.isEmpty() && uris.isEmpty() && networks.isEmpty();
    }
  }

  static NameConstraints parse(byte[] extension) throws MalformedException {
    Der outer = Der.of(extension);
    Der both = outer.read(Der.SEQUENCE);
    Der permitted = both.readOptional(Der.constructedContext(0));
    Der excluded = both.readOptional(Der.constructedContext(1));
    boolean complete = outer.isEmpty() && both.isEmpty();
    if (!complete
        || (permitted == null || permitted.isEmpty()) && (excluded == null || excluded.isEmpty())) {
      throw new MalformedException("invalid name constraints");
    }
    Subtrees allow = Subtrees.none();
    Subtrees refuse = Subtrees.none();
    boolean unknown = read(permitted, allow) | read(excluded, refuse);
    return new NameConstraints(allow, refuse, unknown);
  }

  private static boolean read(@Nullable Der trees, Subtrees into) throws MalformedException {
    boolean unknown = false;
    while (trees != null && !trees.isEmpty()) {
      Der tree = trees.read(Der.SEQUENCE);
      int tag = tree.peekTag();
      byte[] base = tree.readAny().remaining();
      switch (tag) {
        case EMAIL -> into.emails.add(email(GeneralNames.ia5(base)));
        case DNS -> into.dnsNames.add(domain(GeneralNames.ia5(base)));
        case URI -> into.uris.add(uriDomain(GeneralNames.ia5(base)));
        case IP -> into.networks.add(network(base));
        default -> unknown = true;
      }
    }
    return unknown;
  }

  private static String email(String constraint) throws MalformedException {
    if (constraint.indexOf('@') >= 0) {
      if (Mailbox.parse(constraint).isEmpty()) {
        throw new MalformedException("invalid e-mail constraint");
      }
      return constraint;
    }
    return domain(constraint);
  }

  private static String domain(String constraint) throws MalformedException {
    if (!DomainName.isValidConstraint(constraint)) {
      throw new MalformedException("invalid domain constraint");
    }
    return constraint;
  }

  private static String uriDomain(String constraint) throws MalformedException {
    if (IpAddress.parse(constraint) != null) {
      throw new MalformedException("URI constraint is an IP address");
    }
    return domain(constraint);
  }

  private static Bytes network(byte[] value) throws MalformedException {
    if (value.length != 8 && value.length != 32) {
      throw new MalformedException("invalid IP constraint");
    }
    int half = value.length / 2;
    boolean zero = false;
    for (int bit = half * 8; bit < value.length * 8; bit++) {
      boolean set = (value[bit / 8] >> (7 - bit % 8) & 1) != 0;
      if (set && zero) {
        throw new MalformedException("invalid IP mask");
      }
      zero |= !set;
    }
    return Bytes.copyOf(value);
  }

  /** Whether there is anything that {@link #accept} looks at. */
  boolean isEmpty() {
    return permitted.isEmpty() && excluded.isEmpty();
  }

  /** Whether every one of the names is permitted; one that cannot be read is not. */
  boolean accept(GeneralNames names) {
    for (String email : names.emails()) {
      Mailbox mailbox = Mailbox.parse(email).orElse(null);
      if (mailbox == null
          || !passes(Subtrees::emails, constraint -> matches(mailbox, constraint))) {
        return false;
      }
    }
    for (String name : names.dnsNames()) {
      if (!acceptsDns(name)) {
        return false;
      }
    }
    for (UriName uri : names.uris()) {
      String domain = uri.domain().orElse(null);
      if (domain == null
          || !passes(Subtrees::uris, constraint -> matchesDomain(domain, constraint))) {
        return false;
      }
    }
    for (Bytes address : names.ipAddresses()) {
      if (!passes(Subtrees::networks, constraint -> matches(address, constraint))) {
        return false;
      }
    }
    return true;
  }

  private <T> boolean passes(
      java.util.function.Function<Subtrees, List<T>> type, Predicate<T> matches) {
    List<T> allowed = type.apply(permitted);
    return (allowed.isEmpty() || allowed.stream().anyMatch(matches))
        && type.apply(excluded).stream().noneMatch(matches);
  }

  private boolean acceptsDns(String name) {
    return DomainName.isValid(name)
        && passes(
            Subtrees::dnsNames,
            constraint -> constraint.isEmpty() || DomainName.endsWith(name, constraint))
        && (!name.startsWith("*.") || excluded.dnsNames().stream().noneMatch(c -> covers(name, c)));
  }

  /** Whether the wildcard could stand for the excluded name. */
  private static boolean covers(String wildcard, String constraint) {
    int dot = constraint.indexOf('.');
    return dot >= 0 && constraint.substring(dot).equalsIgnoreCase(wildcard.substring(1));
  }

  private static boolean matches(Mailbox mailbox, String constraint) {
    if (constraint.indexOf('@') >= 0) {
      return Mailbox.parse(constraint).filter(mailbox::equals).isPresent();
    }
    return matchesDomain(mailbox.domain(), constraint);
  }

  private static boolean matchesDomain(String domain, String constraint) {
    return constraint.isEmpty() || DomainName.endsWith(domain, constraint);
  }

  private static boolean matches(Bytes address, Bytes network) {
    byte[] ip = IpAddress.unwrapped(address.toArray());
    byte[] both = network.toArray();
    if (both.length != 2 * address.size()) {
      return false;
    }
    byte[] base = IpAddress.unwrapped(Arrays.copyOf(both, both.length / 2));
    byte[] mask = Arrays.copyOfRange(both, both.length - base.length, both.length);
    if (base.length != ip.length) {
      return false;
    }
    for (int i = 0; i < ip.length; i++) {
      if (((ip[i] ^ base[i]) & mask[i]) != 0) {
        return false;
      }
    }
    return true;
  }
}
