package io.sealbus.bench.evaluation;

import io.sealbus.bench.corpus.Subject;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.evidence.Attachment;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A corpus's evidence with and without the fingerprints that a verifier keeps beside it. */
final class Fingerprinted {
  private Fingerprinted() {}

  /** With them, as the state hands evidence out. */
  static Subject kept(Subject subject) {
    return with(subject, one -> without(one).fingerprinted(without(one).fingerprint()));
  }

  /** Without any, as evidence comes from elsewhere: they are computed when they are asked for. */
  static Subject toBeComputed(Subject subject) {
    return with(subject, Fingerprinted::without);
  }

  private static Attachment without(Attachment one) {
    return new Attachment(
        one.mediaType(), one.digest(), one.content(), one.annotations(), one.referrer());
  }

  private static Subject with(Subject subject, UnaryOperator<Attachment> change) {
    Map<Place, Evidence> places = new HashMap<>(subject.evidence().places());
    for (Map.Entry<Place, Evidence> place : places.entrySet()) {
      if (place.getValue() instanceof Evidence.Complete(List<Attachment> attachments)) {
        var changed = new ArrayList<Attachment>(attachments.size());
        for (Attachment attachment : attachments) {
          changed.add(change.apply(attachment));
        }
        place.setValue(new Evidence.Complete(changed));
      }
    }
    return new Subject(
        subject.reference(),
        subject.digest(),
        new AttachedEvidence(places),
        subject.objects(),
        subject.checks());
  }
}
