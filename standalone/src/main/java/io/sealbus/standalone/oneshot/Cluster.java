package io.sealbus.standalone.oneshot;

import io.sealbus.standalone.client.Documents;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies and the platform that documents describe, or what is wrong with them.
 *
 * @param faults empty where everything can be used
 */
public record Cluster(
    List<ImagePolicy> policies, PlatformConfiguration platform, List<Fault> faults) {
  public Cluster {
    policies = List.copyOf(policies);
    faults = List.copyOf(faults);
  }

  /**
   * One thing that is wrong.
   *
   * @param place file and document
   */
  public record Fault(String place, Finding finding) {
    /** Place, path and message on one line. */
    public String text() {
      return place + ": " + finding.text();
    }
  }

  /** Reads the documents. */
  public static Cluster of(List<Documents> texts) {
    var reader = new Reader();
    texts.forEach(reader::read);
    return reader.cluster();
  }

  private static final class Reader {
    private final List<ImagePolicy> policies = new ArrayList<>();
    private final List<Resource> platform = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    void read(Documents text) {
      Reading<List<Node>> reading =
          io.sealbus.verification.resource.Documents.read(text.text(), Limits.DEFAULT);
      switch (reading) {
        case Reading.Refused<List<Node>>(List<Finding> findings) -> add(text.name(), findings);
        case Reading.Read<List<Node>>(List<Node> documents) -> {
          for (int i = 0; i < documents.size(); i++) {
            String place = documents.size() == 1 ? text.name() : text.name() + "#" + (i + 1);
            read(place, documents.get(i));
          }
        }
      }
    }

    private void read(String place, Node document) {
      switch (Resource.of(document)) {
        case Reading.Refused<Resource>(List<Finding> findings) -> add(place, findings);
        case Reading.Read<Resource>(Resource resource) -> {
          if (PlatformConfiguration.concerns(resource)) {
            platform.add(resource);
          } else {
            admit(place, resource);
          }
        }
      }
    }

    private void admit(String place, Resource resource) {
      switch (Admission.newest().admit(resource)) {
        case Admitted admitted -> policies.add(admitted.policy());
        case Rejected(List<Finding> findings) -> add(place, findings);
      }
    }

    private void add(String place, List<Finding> findings) {
      findings.forEach(finding -> faults.add(new Fault(place, finding)));
    }

    Cluster cluster() {
      return switch (PlatformConfiguration.of(platform)) {
        case Reading.Read<PlatformConfiguration>(PlatformConfiguration read) ->
            new Cluster(policies, read, faults);
        case Reading.Refused<PlatformConfiguration>(List<Finding> findings) -> {
          add("platform", findings);
          yield new Cluster(policies, PlatformConfiguration.DEFAULT, faults);
        }
      };
    }
  }
}
