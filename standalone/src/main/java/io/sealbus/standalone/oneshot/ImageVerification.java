package io.sealbus.standalone.oneshot;

import static io.sealbus.verification.evidence.Place.SIGNATURES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryClient;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.standalone.output.Table;
import io.sealbus.verification.Decision;
import io.sealbus.verification.Reason;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.Evaluation;
import io.sealbus.verification.containers.RequirementOutcome;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.verdict.Verdict;
import io.sealbus.verification.verdict.Verdict.View;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying one image.
 *
 * @param digest of the manifest that a node would judge; null where there was none
 * @param scope that governs on a node; empty for a default, or where nothing was judged
 * @param views what each that has a say decides; the image may run where all of them let it
 * @param reasons the deciding one first
 * @param notes what is worth knowing beside the decision
 * @param places what a node decides at each place that it may pull from; none where it pulls from
 *     where the reference says and from nowhere else
 */
public record ImageVerification(
    String image,
    @Nullable Digest digest,
    String scope,
    SortedMap<View, Decision> views,
    List<Reason> reasons,
    List<Reason> notes,
    List<Place> places) {
  private static final int STOP_SECONDS = 10;

  public ImageVerification {
    views = Collections.unmodifiableSortedMap(new TreeMap<>(views));
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
    places = List.copyOf(places);
  }

  /**
   * A place that nodes pull from.
   *
   * @param location {@code registry/path} of a mirror; null for where the reference says
   * @param reasons the deciding one first
   */
  public record Place(
      @Nullable String location, Decision decision, List<Reason> reasons, List<Reason> notes) {
    public Place {
      reasons = List.copyOf(reasons);
      notes = List.copyOf(notes);
    }
  }

  /** How images are reached. */
  public record Access(CredentialsFile credentials, RegistrySettings registries) {}

  /**
   * Pulls and judges.
   *
   * @param rules what a node has
   * @param admission what the cluster's admission asks for
   * @param clock what certificates without a trusted time are judged by
   */
  public static ImageVerification verify(
      ImageReference image,
      NodeRules rules,
      PullSettings settings,
      ImageAdmission admission,
      Access access,
      InstantSource clock) {
    Vertx vertx = Vertx.vertx();
    try (var client = new RegistryClient(vertx, access.registries(), access.credentials(), clock)) {
      ImageVerification onNode =
          rules
              .mirrored(image, settings.platform())
              .map(mirrored -> of(image, mirrored.judge(image, client, clock.instant())))
              .orElseGet(() -> onNode(image, rules.policy(), settings, client, clock));
      // The admission knows nothing of the mirrors that nodes have.
      return admission
          .judge(image, client.directly(), clock.instant())
          .map(onNode::with)
          .orElse(onNode);
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }

  private static ImageVerification onNode(
      ImageReference image,
      CompiledPolicy policy,
      PullSettings settings,
      RegistryClient client,
      InstantSource clock) {
    return switch (new ImagePull(client).pull(image, settings)) {
      case Pulled.Unavailable(Reason reason) -> unavailable(image, reason);
      case Pulled.Image pulled ->
          of(
              image,
              pulled.manifest(),
              policy.evaluate(
                  image,
                  pulled.manifest(),
                  pulled.instanceOfIndex(),
                  pulled.evidence().at(SIGNATURES),
                  clock.instant()));
    };
  }

  private static ImageVerification unavailable(ImageReference image, Reason reason) {
    return new ImageVerification(
        image.toString(),
        null,
        "",
        new TreeMap<>(Map.of(View.NODE, reason.code().decision())),
        List.of(reason),
        List.of(),
        List.of());
  }

  private static ImageVerification of(
      ImageReference image, Digest manifest, Evaluation evaluation) {
    var reasons = new ArrayList<Reason>();
    reasons.add(evaluation.reason());
    evaluation.requirements().stream()
        .map(RequirementOutcome::reasons)
        .flatMap(List::stream)
        .filter(reason -> !reasons.contains(reason))
        .forEach(reasons::add);
    return new ImageVerification(
        image.toString(),
        manifest,
        evaluation.scope(),
        new TreeMap<>(Map.of(View.NODE, evaluation.decision())),
        reasons,
        List.of(),
        List.of());
  }

  /** From what nodes decide at each place; the strictest gives the first reason. */
  private static ImageVerification of(ImageReference image, List<Verdict.Result> results) {
    Decision decision =
        results.stream().map(Verdict.Result::decision).reduce(Decision::and).orElseThrow();
    List<Reason> reasons =
        Stream.of(true, false)
            .flatMap(
                deciding -> results.stream().filter(r -> (r.decision() == decision) == deciding))
            .flatMap(ImageVerification::reasons)
            .distinct()
            .toList();
    return new ImageVerification(
        image.toString(),
        results.getFirst().digest(),
        results.getFirst().scope(),
        new TreeMap<>(Map.of(View.NODE, decision)),
        reasons,
        results.stream().flatMap(r -> r.notes().stream()).distinct().toList(),
        results.stream()
            .map(r ->
                new Place(r.location(), r.decision(), reasons(r).distinct().toList(), r.notes()))
            .toList());
  }

  private static Stream<Reason> reasons(Verdict.Result result) {
    return Stream.concat(
        result.reasons().stream(), result.policies().stream().flatMap(p -> p.reasons().stream()));
  }

  /** Together with what the admission says; whoever is stricter gives the first reason. */
  private ImageVerification with(Verdict.Result admission) {
    var both = new TreeMap<>(views);
    both.put(View.ADMISSION, admission.decision());
    boolean admissionDecides = decision().and(admission.decision()) != decision();
    var all = new ArrayList<Reason>();
    Stream<Reason> asked =
        Stream.concat(
            admission.reasons().stream(),
            admission.policies().stream().flatMap(p -> p.reasons().stream()));
    Stream.of(
            admissionDecides ? asked : reasons.stream(),
            admissionDecides ? reasons.stream() : asked)
        .flatMap(reason -> reason)
        .filter(reason -> !all.contains(reason))
        .forEach(all::add);
    List<Reason> allNotes =
        Stream.concat(notes.stream(), admission.notes().stream()).distinct().toList();
    return new ImageVerification(image, digest, scope, both, all, allNotes, places);
  }

  /** The strictest view's. */
  public Decision decision() {
    return views.values().stream().reduce(Decision::and).orElse(Decision.UNDECIDED);
  }

  /** For programs. */
  public JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image", image)
        .put("digest", digest == null ? null : digest.text())
        .put("decision", decision().name())
        .put("scope", scope);
    ObjectNode decisions = json.putObject("views");
    views.forEach((view, decision) -> decisions.put(view.name(), decision.name()));
    add(json.putArray("reasons"), reasons);
    add(json.putArray("notes"), notes);
    ArrayNode list = json.putArray("places");
    for (Place place : places) {
      ObjectNode one = list.addObject();
      one.put("location", place.location()).put("decision", place.decision().name());
      add(one.putArray("reasons"), place.reasons());
      add(one.putArray("notes"), place.notes());
    }
    return json;
  }

  private static void add(ArrayNode list, List<Reason> reasons) {
    for (Reason reason : reasons) {
      Digest signature = reason.signature();
      list.addObject()
          .put("code", reason.code().name())
          .put("message", reason.message())
          .put("signature", signature == null ? null : signature.text());
    }
  }

  /** For people; the first row is the decision. */
  public Table table() {
    var table = new Table("DECISION", "REASON", "WHY", "WHAT TO DO");
    for (Reason reason : reasons) {
      boolean first = reason == reasons.getFirst();
      table.row(
          first ? decision().name() : "",
          reason.code().name(),
          reason.message(),
          first ? reason.code().remedy() : "");
    }
    for (Place place : places) {
      Reason reason = place.reasons().getFirst();
      String at = place.location() == null ? "the source" : place.location();
      table.row(
          "at " + at + ": " + place.decision(),
          reason.code().name(),
          reason.message(),
          place.decision().admits() ? "" : reason.code().remedy());
    }
    for (Reason note : notes) {
      table.row("note", note.code().name(), note.message(), "");
    }
    return table;
  }
}
