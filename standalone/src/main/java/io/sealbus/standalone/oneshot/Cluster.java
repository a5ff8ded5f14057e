package io.sealbus.standalone.oneshot;

import io.sealbus.standalone.client.Documents;
import io.sealbus.verification.openshift.Admission;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.openshift.ImagePolicy;
import io.sealbus.verification.openshift.PlatformConfiguration;
import io.sealbus.verification.openshift.PlatformResource;
import io.sealbus.verification.openshift.ReleaseImpact;
import io.sealbus.verification.openshift.Rollout;
import io.sealbus.verification.openshift.StandingResource;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.Admission.Strictness;
import io.sealbus.verification.sigstore.SigstoreResources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The policies and the platform that documents describe, or what is wrong with them.
 *
 * @param standing those of the platform's own dialect by key, as a server would have them
 * @param sigstore those of {@code policy.sigstore.dev}
 * @param faults empty where everything can be used
 */
public record Cluster(
    List<ImagePolicy> policies,
    PlatformConfiguration platform,
    SortedMap<ResourceKey, StandingResource> standing,
    SigstoreResources sigstore,
    List<Fault> faults) {
  public Cluster {
    policies = List.copyOf(policies);
    standing = Collections.unmodifiableSortedMap(new TreeMap<>(standing));
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

  /** Reads the documents and admits them as a server would. */
  public static Cluster of(List<Documents> texts) {
    return read(texts, PlatformResource::admit);
  }

  /**
   * Reads documents of a cluster as it is. Its platform may have what no server would take, and
   * render nothing because of it.
   */
  public static Cluster asItIs(List<Documents> texts) {
    return read(texts, PlatformResource::read);
  }

  private static Cluster read(
      List<Documents> texts, Function<Resource, Reading<PlatformResource>> admission) {
    var reader = new Reader(admission);
    texts.forEach(reader::read);
    return reader.cluster();
  }

  /** What would have to be confirmed before nodes got it; none where nothing is rendered. */
  public List<ReleaseImpact> withheld() {
    return Rollout.of(standing) instanceof Rollout.Withheld withheld
        ? withheld.unconfirmed()
        : List.of();
  }

  private static final class Reader {
    private final Function<Resource, Reading<PlatformResource>> admission;
    private final List<ImagePolicy> policies = new ArrayList<>();
    private final List<PlatformResource> platform = new ArrayList<>();
    private final SortedMap<ResourceKey, StandingResource> standing = new TreeMap<>();
    private final SigstoreReader sigstore = new SigstoreReader(Strictness.SOUND);
    private final List<Fault> faults = new ArrayList<>();

    Reader(Function<Resource, Reading<PlatformResource>> admission) {
      this.admission = admission;
    }

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
            admitPlatform(place, resource);
          } else if (SigstoreReader.concerns(resource)) {
            sigstore.add(place, resource);
          } else {
            admit(place, resource);
          }
        }
      }
    }

    private void admitPlatform(String place, Resource resource) {
      switch (admission.apply(resource)) {
        case Reading.Read<PlatformResource>(PlatformResource read) -> {
          platform.add(read);
          standing.put(
              read.key(),
              new StandingResource.Platform(read, StandingResource.confirmation(resource)));
        }
        case Reading.Refused<PlatformResource>(List<Finding> findings) -> add(place, findings);
      }
    }

    private void admit(String place, Resource resource) {
      switch (Admission.newest().admit(resource)) {
        case Admitted admitted -> {
          ImagePolicy policy = admitted.policy();
          policies.add(policy);
          standing.put(
              policy.key(),
              new StandingResource.Policy(policy, StandingResource.confirmation(resource)));
        }
        case Rejected(List<Finding> findings) -> add(place, findings);
      }
    }

    private void add(String place, List<Finding> findings) {
      findings.forEach(finding -> faults.add(new Fault(place, finding)));
    }

    Cluster cluster() {
      SigstoreResources own = sigstore.resources(faults);
      return new Cluster(policies, PlatformConfiguration.from(platform), standing, own, faults);
    }
  }
}
