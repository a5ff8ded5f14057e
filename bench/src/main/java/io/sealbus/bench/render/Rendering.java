package io.sealbus.bench.render;

import com.sun.management.ThreadMXBean;
import io.sealbus.bench.Measurement;
import io.sealbus.bench.Run;
import io.sealbus.bench.Target;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.openshift.Identity;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.NodeConfiguration;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.openshift.Trust;
import io.sealbus.verification.resource.ResourceKey;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A thousand cluster policies with a key and a scope each, from policies to the bytes of all files.
 * The operator's own rendering of as many took 28 ms and made 66,000 objects.
 */
public final class Rendering {
  private static final int POLICIES = 1000;
  private static final int WARM = 300;
  private static final int COUNTED = 5;
  private static final double OPERATOR_MILLIS = 28;
  private static final double OPERATOR_OBJECTS = 66_000;
  private static final String PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPMIpBHhy0eAPVeDrrBdxM65fElib
      DkuyBoT35FEFHXi29//Qq6+kowVb8g9dBCG377QkPor8/GdmlHM9QQ6EQ==
      -----END PUBLIC KEY-----
      """;

  private final List<ImagePolicy> policies = new ArrayList<>();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long files;

  private Rendering() {
    for (int i = 0; i < POLICIES; i++) {
      policies.add(
          new ImagePolicy(
              new ResourceKey(ImagePolicy.GROUP, ImagePolicy.CLUSTER_KIND, null, "policy-" + i),
              ImagePolicy.GROUP + "/v1",
              null,
              1,
              List.of("registry" + i % 20 + ".example.com/team" + i % 50 + "/app" + i),
              new Trust.PublicKey(Bytes.utf8(PEM), null),
              new Identity.MatchRepository()));
    }
  }

  /** Measures. */
  public static void measure(Run run) throws JMException {
    var rendering = new Rendering();
    rendering.render(run.isQuick() ? 1 : WARM);
    var millis = new ArrayList<Double>();
    var objects = new ArrayList<Double>();
    long before = rendering.threads.getCurrentThreadCpuTime();
    for (int round = 0; round < run.rounds(); round++) {
      millis.add(rendering.millis(run.round().toNanos()));
      objects.add(rendering.objects());
    }
    double cpu = (rendering.threads.getCurrentThreadCpuTime() - before) / 1e9;
    run.record(
        new Measurement(run.part(), "time", Measurement.SEALBUS, "ms", millis, cpu)
            .with(Target.atMost(OPERATOR_MILLIS / 3)));
    run.record(
        new Measurement(run.part(), "objects", Measurement.SEALBUS, "objects", objects, cpu)
            .with(Target.atMost(OPERATOR_OBJECTS / 3)));
  }

  /** CPU time of one rendering. */
  private double millis(long nanos) {
    long start = threads.getCurrentThreadCpuTime();
    int times = 0;
    while (threads.getCurrentThreadCpuTime() - start < nanos) {
      render(1);
      times++;
    }
    return (threads.getCurrentThreadCpuTime() - start) / 1e6 / times;
  }

  /**
   * Objects of one rendering, by what lies in the heap before and after some. The young generation
   * has to be larger than all that they make: what was collected would not be counted.
   */
  private double objects() throws JMException {
    System.gc();
    long first = objectsInHeap();
    render(COUNTED);
    long second = objectsInHeap();
    // To count makes objects, too.
    long own = objectsInHeap() - second;
    return (second - first - own) / (double) COUNTED;
  }

  private static long objectsInHeap() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[] {"-all"}},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
        .findFirst()
        .orElseThrow();
  }

  private void render(int times) {
    for (int i = 0; i < times; i++) {
      if (NodeConfiguration.render(policies, PlatformConfiguration.DEFAULT)
          instanceof NodeConfiguration.Rendered rendered) {
        files += rendered.files().size();
      }
    }
    if (files == 0) {
      throw new IllegalStateException("nothing was rendered");
    }
  }
}
