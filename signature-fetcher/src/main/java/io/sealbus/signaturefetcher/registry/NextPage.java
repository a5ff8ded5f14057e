package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a list goes on. A registry has a say in the query only: the next page is asked for at the
 * same host and under the same path as the first.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers">OCI
 *     distribution-spec, the Link header</a>
 */
sealed interface NextPage {
  /** The list ends here. */
  record End() implements NextPage {}

  /** The path of the next page, below the repository or, of the catalogue, below {@code /v2/}. */
  record At(String path) implements NextPage {}

  /** Somewhere else. */
  record Refused(String why) implements NextPage {}

  Pattern LINK = Pattern.compile("\\s*<([^<>]*)>\\s*(?:;.*)?");
  Pattern NEXT = Pattern.compile("(?i).*;\\s*rel\\s*=\\s*\"?next\"?\\s*(?:;.*)?");
  int MAX_LENGTH = 4096;

  /**
   * What the answer's {@code Link} says.
   *
   * @param registry name of the registry that answered
   * @param first path of the first page without its query, where {@link At#path} begins, too
   */
  static NextPage of(Answered page, String registry, String first) {
    String link = page.header("Link");
    if (link == null) {
      return new End();
    }
    Matcher matcher = LINK.matcher(link);
    if (page.isRepeated("Link") || link.length() > MAX_LENGTH || !matcher.matches()) {
      return new Refused("a Link header that cannot be read");
    }
    return NEXT.matcher(link).matches()
        ? target(matcher.group(1), registry, first)
            .<NextPage>map(At::new)
            .orElseGet(() -> new Refused("the list leads to " + ForeignText.quote(link)))
        : new End();
  }

  private static Optional<String> target(String target, String registry, String first) {
    try {
      URI uri = new URI(target);
      String path = uri.getRawPath();
      String query = uri.getRawQuery();
      String authority = uri.getRawAuthority();
      boolean same =
          (authority == null || authority.equalsIgnoreCase(registry))
              && path != null
              && (path.isEmpty() || path.endsWith("/" + first));
      return same && query != null ? Optional.of(first + "?" + query) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
