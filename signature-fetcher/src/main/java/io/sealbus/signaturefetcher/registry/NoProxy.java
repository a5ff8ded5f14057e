package io.sealbus.signaturefetcher.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts that are reached without a proxy, written as {@code NO_PROXY} is: {@code *} for all, an
 * address, a range such as {@code 10.0.0.0/8}, {@code example.com} for a domain and everything
 * below it, {@code .example.com} for what is below it only; each but a range with a port, where
 * only that one is meant.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">httpproxy</a>, by whose rules
 *     nodes read it
 */
public final class NoProxy {
  private static final Pattern PORT = Pattern.compile("(.*):([0-9]{1,5})");
  private static final Pattern RANGE = Pattern.compile("(.*)/([0-9]{1,3})");

  /** One entry. */
  private interface Rule {
    boolean covers(String host, Optional<IpAddress> address, int port);
  }

  private final List<Rule> rules;

  private NoProxy(List<Rule> rules) {
    this.rules = rules;
  }

  /** From entries; one that cannot be read covers nothing. */
  public static NoProxy of(List<String> entries) {
    return new NoProxy(
        entries.stream()
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .map(NoProxy::rule)
            .toList());
  }

  private static Rule rule(String entry) {
    if (entry.equals("*")) {
      return (host, address, port) -> true;
    }
    Matcher range = RANGE.matcher(entry);
    if (range.matches()) {
      int bits = Integer.parseInt(range.group(2));
      Optional<IpAddress> network = IpAddress.parse(range.group(1));
      return (host, address, port) ->
          network.isPresent() && address.filter(a -> a.isIn(network.get(), bits)).isPresent();
    }
    Optional<IpAddress> whole = IpAddress.parse(entry);
    Matcher withPort = PORT.matcher(entry);
    boolean split = whole.isEmpty() && withPort.matches();
    String name = split ? withPort.group(1) : entry;
    int only = split ? Integer.parseInt(withPort.group(2)) : 0;
    Optional<IpAddress> one = whole.isPresent() ? whole : IpAddress.parse(name);
    return (host, address, port) ->
        (only == 0 || only == port)
            && (one.isPresent() ? one.equals(address) : isWithin(host, name));
  }

  private static boolean isWithin(String host, String domain) {
    String below = domain.startsWith("*.") ? domain.substring(1) : domain;
    return below.startsWith(".")
        ? host.endsWith(below)
        : host.equals(below) || host.endsWith("." + below);
  }

  /** Whether {@code host}, in lower case, is reached without a proxy. */
  boolean covers(String host, int port) {
    Optional<IpAddress> address = IpAddress.parse(host);
    return host.equals("localhost")
        || address.filter(IpAddress::isLoopback).isPresent()
        || rules.stream().anyMatch(rule -> rule.covers(host, address, port));
  }
}
