package io.sealbus.bench.requests;

import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.signaturefetcher.registry.PulledEvidence;
import io.sealbus.testkit.Access;
import io.sealbus.verification.evidence.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a signed image costs a registry: requests, of each image one figure, when nothing is known
 * of it and when it is asked for again.
 */
public final class Requests {
  private static final int IMAGES = 20;
  private static final int IMAGES_IN_QUICK_RUNS = 2;
  private static final String UNIT = "requests";

  /** What no peer finds out in one run. */
  private static final String EVERYTHING = "signatures, attestations, bundles";

  /** Fewer than the best of the peers: by a whole request, which is more than a hundredth. */
  private static final double FEWER = 0.99;

  /**
   * Where the policies have Sealbus look: for signatures alone, as peers do; and for all that can
   * be beside an image.
   */
  private static final Map<String, Set<Place>> PLACES =
      new TreeMap<>(
          Map.of("signatures", Set.of(Place.SIGNATURES), EVERYTHING, PulledEvidence.BESIDE));

  private Requests() {}

  /** Measures; for the list of parts. */
  public static void run(Run run) throws Exception {
    at(run, Access.open(), "open");
    at(run, Access.bearerWithAnonymousPull("user", "password"), "token");
  }

  private static void at(Run run, Access access, String registry) throws Exception {
    int count = run.isQuick() ? IMAGES_IN_QUICK_RUNS : IMAGES;
    try (var images = new SignedImages(count, access)) {
      var nodes = Nodes.trusting(images);
      for (var places : PLACES.entrySet()) {
        try (var ours = new Ours(images, nodes, places.getValue())) {
          String name = registry + ", " + places.getKey();
          ask(run, images, ours, List.of(name));
        }
      }
      List<String> all = PLACES.keySet().stream().map(places -> registry + ", " + places).toList();
      try (var peers = Peers.of(run)) {
        for (Inquirer peer : peers.all(images, nodes)) {
          ask(run, images, peer, all);
        }
      }
    }
  }

  /** The figures belong to each of {@code cases}. */
  private static void ask(Run run, SignedImages images, Inquirer inquirer, List<String> cases)
      throws Exception {
    List<Double> cold = images.ask(inquirer);
    List<Double> again = images.ask(inquirer);
    for (String name : cases) {
      record(run, name + ", cold", inquirer.subject(), cold);
      record(run, name + ", again", inquirer.subject(), again);
    }
  }

  private static void record(Run run, String name, String subject, List<Double> counts) {
    if (run.wants(name)) {
      // What it costs the CPU is measured elsewhere.
      var measurement = new Measurement(run.part(), name, subject, UNIT, counts, 0);
      boolean alike = !name.contains(EVERYTHING);
      boolean held = alike && subject.equals(Measurement.SEALBUS) && !run.isQuick();
      run.record(held ? measurement.with(Target.atMost(FEWER).of(Target.BEST_PEER)) : measurement);
    }
  }
}
