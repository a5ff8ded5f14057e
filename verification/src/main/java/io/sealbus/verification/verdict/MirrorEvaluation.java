package io.sealbus.verification.verdict;

import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.containers.Evaluation;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.openshift.PullPlan;
import io.sealbus.verification.openshift.PullPlan.Mirror;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.verdict.Verdict.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One image under one node file, at every place that a node may pull it from. Which of them is up
 * when a node asks is not known, so each that has the image counts; one that does not have it is
 * passed over, as nodes do. What the policy refuses at one place is not tried at the next.
 *
 * @see <a href="https://github.com/containers/image/blob/main/docker/docker_image_src.go">the
 *     docker transport, newImageSource</a>
 */
final class MirrorEvaluation {
  private final ViewEvaluation view;
  private final PullPlan plan;
  private final RegistriesD registriesD;
  private final List<Reason> notes = new ArrayList<>();

  MirrorEvaluation(ViewEvaluation view, PullPlan plan, RegistriesD registriesD) {
    this.view = view;
    this.plan = plan;
    this.registriesD = registriesD;
  }

  /** A manifest that a node may choose, and what the policy says of it beside the source. */
  private record Chosen(
      Digest index, @Nullable String platform, Digest digest, boolean instance, Result atSource) {}

  /**
   * One result for each manifest that a node may choose and each place that has it.
   *
   * @param atSource what the policy says beside the source
   */
  List<Result> results(
      Manifest manifest, Function<Digest, KnownEvidence> evidence, List<Result> atSource) {
    return switch (manifest) {
      // What is nowhere known by its digest is known of no mirror.
      case Manifest.Unresolved unresolved -> atSource;
      case Manifest.Single(Digest digest) ->
          everywhere(
              digest,
              List.of(new Chosen(digest, null, digest, false, atSource.getFirst())),
              evidence);
      case Manifest.Index(Digest ignored, var instances)
          when atSource.size() != instances.size() || atSource.getFirst().digest() == null ->
          atSource;
      case Manifest.Index(Digest digest, var instances) -> {
        var chosen = new ArrayList<Chosen>();
        for (int i = 0; i < instances.size(); i++) {
          var one = instances.get(i);
          chosen.add(new Chosen(digest, one.platform(), one.digest(), true, atSource.get(i)));
        }
        yield everywhere(digest, chosen, evidence);
      }
    };
  }

  private List<Result> everywhere(
      Digest named, List<Chosen> chosen, Function<Digest, KnownEvidence> evidence) {
    var results = new ArrayList<Result>();
    if (plan.asksSource()) {
      chosen.forEach(one -> results.add(one.atSource()));
    }
    KnownEvidence ofNamed = evidence.apply(named);
    for (Mirror mirror : plan.mirrors().subList(0, looked())) {
      if (mirror.blocked()) {
        notes.add(Reason.of(ReasonCode.MIRROR_BLOCKED, mirror.repository() + " is never asked"));
        continue;
      }
      MirroredManifest there = MirroredManifest.of(ofNamed, mirror, named);
      if (there instanceof MirroredManifest.Absent) {
        noteAbsent(mirror, named);
        continue;
      }
      for (Chosen one : chosen) {
        KnownEvidence known = one.instance() ? evidence.apply(one.digest()) : ofNamed;
        add(results, mirror, one, known, there);
      }
    }
    if (looked() < plan.mirrors().size()) {
      results.add(unlooked(named));
    }
    if (results.isEmpty()) {
      results.add(nowhere(named));
    }
    results.set(0, withNotes(results.getFirst()));
    return results;
  }

  private int looked() {
    return Math.min(plan.mirrors().size(), PullPlan.MAX_MIRRORS);
  }

  /**
   * At a mirror that has what the reference names, or of which that is not known. The instance is
   * pulled from where the index was, and from nowhere else.
   */
  private void add(
      List<Result> results,
      Mirror mirror,
      Chosen one,
      KnownEvidence known,
      MirroredManifest ofNamed) {
    MirroredManifest there =
        one.instance() && ofNamed instanceof MirroredManifest.Held
            ? MirroredManifest.of(known, mirror, one.digest())
            : ofNamed;
    switch (there) {
      case MirroredManifest.Absent ignored -> noteAbsent(mirror, one.digest());
      case MirroredManifest.Unknown(Reason reason) ->
          results.add(
              at(mirror, one, known, view.compiled().unresolved(view.image(), reason), List.of()));
      case MirroredManifest.Held(Evidence signatures) ->
          results.add(held(mirror, one, known, signatures));
    }
  }

  private Result held(Mirror mirror, Chosen one, KnownEvidence known, Evidence signatures) {
    boolean covered = registriesD.usesSigstoreAttachments(mirror.image());
    Evaluation evaluation =
        view.compiled()
            .evaluate(
                view.image(),
                one.digest(),
                one.instance(),
                covered ? signatures : new Evidence.Complete(List.of()),
                view.now());
    return at(mirror, one, known, evaluation, why(mirror, one, evaluation, covered));
  }

  /** What to do about it comes before how the policy sees it. */
  private List<Reason> why(Mirror mirror, Chosen one, Evaluation evaluation, boolean covered) {
    if (evaluation.decision() != Decision.DENIED) {
      return List.of();
    }
    if (!covered) {
      return List.of(
          Reason.of(
              ReasonCode.MIRROR_NOT_COVERED,
              "nodes look for no signatures at " + mirror.repository()));
    }
    if (!one.atSource().decision().admits()) {
      // A copy would not help: the source's signatures do not let the image in either.
      return List.of();
    }
    return List.of(
        Reason.of(
            ReasonCode.MIRROR_LACKS_SIGNATURE,
            mirror.repository()
                + " lacks signatures that "
                + view.image().name()
                + " has: "
                + CopyCommands.signatures(view.image(), mirror, one.digest())));
  }

  private Result at(
      Mirror mirror, Chosen one, KnownEvidence known, Evaluation evaluation, List<Reason> reasons) {
    List<Reason> tag =
        view.image().digest() == null
            ? List.of(
                Reason.of(
                    ReasonCode.MIRROR_TAG_NOT_COMPARED,
                    "what " + mirror.image() + " means at the mirror is not known"))
            : List.of();
    return view.result(
        one.platform(), mirror.repository(), one.digest(), known, evaluation, reasons, tag);
  }

  private void noteAbsent(Mirror mirror, Digest manifest) {
    notes.add(
        Reason.of(
            ReasonCode.MIRROR_LACKS_IMAGE,
            mirror.repository()
                + " does not have "
                + manifest
                + ": "
                + CopyCommands.image(view.image(), mirror, manifest)));
  }

  private Result unlooked(Digest named) {
    Mirror first = plan.mirrors().get(looked());
    int more = plan.mirrors().size() - looked();
    Reason reason =
        Reason.of(
            ReasonCode.TOO_MANY_MIRRORS,
            first.repository() + " is the first of " + more + " mirrors that are not looked at");
    Evaluation evaluation = view.compiled().unresolved(view.image(), reason);
    return view.result(null, first.repository(), named, null, evaluation, List.of(), List.of());
  }

  private Result nowhere(Digest named) {
    ImageReference image = view.image();
    Reason reason =
        Reason.of(ReasonCode.NOWHERE_TO_PULL, "nodes find " + image + " at none of their mirrors");
    Evaluation evaluation = view.compiled().unresolved(image, reason);
    Result result = view.result(null, null, named, null, evaluation, List.of(), List.of());
    return new Result(
        result.view(),
        result.namespace(),
        null,
        null,
        named,
        null,
        result.scope(),
        Decision.DENIED,
        List.of(),
        List.of(reason),
        List.of(),
        null);
  }

  private Result withNotes(Result first) {
    if (notes.isEmpty()) {
      return first;
    }
    var all = new ArrayList<>(first.notes());
    all.addAll(notes.stream().distinct().toList());
    return new Result(
        first.view(),
        first.namespace(),
        first.platform(),
        first.location(),
        first.digest(),
        first.evidenceDigest(),
        first.scope(),
        first.decision(),
        first.policies(),
        first.reasons(),
        all,
        first.validUntil());
  }
}
