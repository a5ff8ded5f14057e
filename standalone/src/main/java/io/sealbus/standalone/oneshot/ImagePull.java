package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.OneShotPull;
import io.sealbus.signaturefetcher.registry.RegistriesConf.PullPlace;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.standalone.oneshot.PullSettings.Mirror;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Looks for one image as a node does: at each mirror, then where the reference says; the first
 * place that has the manifest serves the attachments, too. Blocks; not for an event loop.
 */
public record ImagePull(RegistryClient client) {
  /** Looks for {@code image}, which has a tag or a digest but not both. */
  public Pulled pull(ImageReference image, PullSettings settings) {
    Pulled last = unavailable(ReasonCode.IMAGE_NOT_FOUND, image + " is nowhere");
    for (ImageReference named : places(image, settings.mirrors())) {
      Optional<RepositoryName> name = RepositoryName.parse(named.registry(), named.repository());
      if (name.isEmpty()) {
        last = unavailable(ReasonCode.REFERENCE_INVALID, named + " cannot be pulled");
        continue;
      }
      for (PullPlace place : client.places(name.get(), named.digest() != null)) {
        switch (place) {
          case PullPlace.At at -> last = pullFrom(named, at, settings);
          case PullPlace.Nowhere nowhere -> last = unavailable(nowhere.code(), nowhere.message());
        }
        if (last instanceof Pulled.Image) {
          return last;
        }
      }
    }
    return last;
  }

  private static List<ImageReference> places(ImageReference image, List<Mirror> mirrors) {
    var places = new ArrayList<ImageReference>();
    for (Mirror mirror : mirrors) {
      if (mirror.concerns(image.toString())) {
        places.add(parse(mirror.in(image.toString())));
      }
    }
    places.add(image);
    return places;
  }

  private static ImageReference parse(String reference) {
    try {
      return ImageReference.parseImage(reference);
    } catch (InvalidReferenceException e) {
      throw new IllegalArgumentException(reference + ": " + e.getMessage(), e);
    }
  }

  private Pulled pullFrom(ImageReference named, PullPlace.At at, PullSettings settings) {
    Digest digest = named.digest();
    ImageReference place =
        parse(at.repository() + (digest == null ? ":" + named.tag() : "@" + digest));
    var pull = new OneShotPull(client.directly(at), settings.places());
    OneShotPull.Result result =
        digest == null
            ? pull.pull(at.repository(), String.valueOf(place.tag()), settings.platform())
            : pull.pull(at.repository(), digest, settings.platform());
    return switch (result) {
      case OneShotPull.NotPulled(Reason reason) -> unavailable(reason, digest != null);
      case OneShotPull.Pulled pulled ->
          new Pulled.Image(
              pulled.instance(),
              !pulled.instance().equals(pulled.manifest()),
              settings.registriesD().usesSigstoreAttachments(place)
                  ? pulled.evidence()
                  : withoutSignatures(pulled.evidence()));
    };
  }

  /** To a node that is not to look for signatures, there are none. */
  static AttachedEvidence withoutSignatures(AttachedEvidence evidence) {
    var places = new HashMap<>(evidence.places());
    places.put(Place.SIGNATURES, new Evidence.Complete(List.of()));
    return new AttachedEvidence(places);
  }

  private static Pulled unavailable(Reason reason, boolean byDigest) {
    // Other bytes than the reference names are a definite no, not a registry that has trouble.
    return byDigest && reason.code() == ReasonCode.REGISTRY_CONTENT_MISMATCH
        ? unavailable(ReasonCode.IMAGE_DIGEST_MISMATCH, reason.message())
        : new Pulled.Unavailable(reason);
  }

  private static Pulled unavailable(ReasonCode code, String message) {
    return new Pulled.Unavailable(Reason.of(code, message));
  }
}
