package io.sealbus.verification.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evidence as who has state hands it out: with fingerprints that were computed when it came. */
public final class StateEvidence {
  private StateEvidence() {}

  /** All places of {@code evidence}. */
  public static AttachedEvidence of(AttachedEvidence evidence) {
    Map<Place, Evidence> places = new HashMap<>(evidence.places());
    places.replaceAll((place, found) -> of(found));
    return new AttachedEvidence(places);
  }

  /** What was found at one place. */
  public static Evidence of(Evidence evidence) {
    return evidence instanceof Evidence.Complete(List<Attachment> attachments)
        ? new Evidence.Complete(
            attachments.stream().map(one -> again(one).fingerprinted(one.fingerprint())).toList())
        : evidence;
  }

  /** As it comes from elsewhere: without any fingerprint. */
  public static Evidence withoutFingerprints(Evidence evidence) {
    return evidence instanceof Evidence.Complete(List<Attachment> attachments)
        ? new Evidence.Complete(attachments.stream().map(StateEvidence::again).toList())
        : evidence;
  }

  private static Attachment again(Attachment one) {
    return new Attachment(
        one.mediaType(), one.digest(), one.content(), one.annotations(), one.referrer());
  }
}
