package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packages of Gitea and Forgejo. A package's version is its tag, or its digest where it was pushed
 * by digest.
 *
 * @see <a href="https://docs.gitea.com/usage/webhooks">Gitea, Webhooks</a>
 */
final class GiteaAdapter implements Adapter {
  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    if (!"package".equals(either(delivery, "-Event"))) {
      return List.of(new Unrelated());
    }
    Fields body = Fields.parse(delivery.body());
    Fields about = body.object("package");
    ImageAction action =
        switch (body.require("action")) {
          case "created" -> ImageAction.PUSH;
          case "deleted" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN || !"container".equals(about.text("type"))) {
      return List.of(new Unrelated());
    }
    Fields owner = about.object("owner");
    String login = owner.text("login");
    // Names of owners have cases, those of repositories have none.
    String repository =
        (login == null ? owner.require("username") : login).toLowerCase(Locale.ROOT)
            + "/"
            + about.require("name");
    return List.of(
        new Changed(
            either(delivery, "-Delivery"),
            action,
            Where.claimed(host(about.text("html_url")), repository),
            What.of(about.require("version"), null),
            Fields.time(about.text("created_at"))));
  }

  private static @Nullable String either(Delivery delivery, String header) {
    return Stream.of("X-Forgejo", "X-Gitea")
        .map(product -> String.valueOf(delivery.header(product + header)))
        .filter(value -> !value.equals("null"))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String host(@Nullable String url) {
    try {
      return url == null ? null : new URI(url).getAuthority();
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
