package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.OneShotPull;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one image is looked for.
 *
 * @param mirrors tried in their order before the registry that the reference names
 * @param registriesD whether attachments are looked for at the place that serves the image
 * @param platform {@code os/architecture[/variant]} of the instance that is chosen from an index;
 *     null for the manifest that the reference names, index or not
 * @param places where attachments of the manifest that is judged are looked for
 */
public record PullSettings(
    List<Mirror> mirrors,
    RegistriesD registriesD,
    @Nullable String platform,
    Function<Digest, Set<Place>> places) {
  public PullSettings {
    mirrors = List.copyOf(mirrors);
  }

  /** As a node looks for it. */
  public PullSettings(List<Mirror> mirrors, RegistriesD registriesD, @Nullable String platform) {
    this(mirrors, registriesD, platform, OneShotPull.NODE);
  }

  /** References at or below {@code source} are looked for under {@code mirror} first. */
  public record Mirror(String source, String mirror) {
    /** Whether {@code reference} is at or below the source. */
    boolean concerns(String reference) {
      return reference.startsWith(source)
          && (reference.length() == source.length()
              || "/:@".indexOf(reference.charAt(source.length())) >= 0);
    }

    String in(String reference) {
      return mirror + reference.substring(source.length());
    }
  }
}
