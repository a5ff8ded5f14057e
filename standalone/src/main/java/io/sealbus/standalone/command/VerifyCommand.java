package io.sealbus.standalone.command;

import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.RegistryLimits;
import io.sealbus.signaturefetcher.registry.RegistrySettings;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.oneshot.Cluster;
import io.sealbus.standalone.oneshot.ImageAdmission;
import io.sealbus.standalone.oneshot.ImageVerification;
import io.sealbus.standalone.oneshot.NodePolicy;
import io.sealbus.standalone.oneshot.NodeRules;
import io.sealbus.standalone.oneshot.NodeSettings;
import io.sealbus.standalone.oneshot.PullSettings;
import io.sealbus.standalone.oneshot.Workloads;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.sealbus.verification.sigstore.evaluation.Profile;
import io.sealbus.verification.verdict.AdmissionPolicies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealbus verify}. */
@Command(
    name = "verify",
    description =
        "Pull one image and its signatures and judge it as a node would, and as the cluster's"
            + " admission would where there are policies of policy.sigstore.dev. Needs no server and"
            + " no Kafka. Proxies are those of HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Status 0: allowed, 1: denied, 3: undecided.")
public final class VerifyCommand implements Callable<Integer> {
  /** Where the policy comes from. */
  private static final class Source {
    @Option(
        names = {"-f", "--filename"},
        required = true,
        paramLabel = "FILE|DIR|-",
        description = "Policies as YAML or JSON documents.")
    private List<String> files = new ArrayList<>();

    @Option(
        names = "--policy-json",
        required = true,
        paramLabel = "FILE",
        description = "A policy.json as on a node.")
    private @Nullable Path policyJson;
  }

  @Parameters(paramLabel = "IMAGE", description = "Image, by tag or by digest.")
  private String image = "";

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description =
          "Judge as for pods of this namespace. Default: one without policies of its own.")
  private @Nullable String namespace;

  @Option(
      names = "--registries-d",
      paramLabel = "DIR",
      description =
          "A registries.d folder, which says where signatures are looked for. Default: everywhere, and"
              + " at mirrors where the file that belongs to the policies says so.")
  private @Nullable Path registriesD;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      defaultValue = "linux/amd64",
      description = "The instance to judge where the image is an index. Default: linux/amd64.")
  private String platform = "linux/amd64";

  @Option(
      names = "--plain-http",
      paramLabel = "HOST",
      description = "A registry to speak to without TLS. May be repeated.")
  private List<String> plainHttp = new ArrayList<>();

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "Credentials for registries, a docker config.json with auths, credHelpers or credsStore.")
  private @Nullable Path credentials;

  @Option(
      names = "--registries-conf",
      paramLabel = "FILE",
      description =
          "A registries.conf as on a node, with the folder of drop-in files beside it. Default:"
              + " no mirrors.")
  private @Nullable Path registriesConf;

  @Option(
      names = "--certs-dir",
      paramLabel = "DIR",
      description =
          "A certs.d folder: authorities and client certificates of single registries. Default:"
              + " the system's authorities.")
  private @Nullable Path certsDir;

  @Option(
      names = "--workload",
      paramLabel = "FILE",
      description =
          "The pod, deployment or other workload that the image is for, which policies of"
              + " policy.sigstore.dev may match on. Default: none; such policies then count as matching.")
  private @Nullable Path workload;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "AS_WRITTEN",
      description =
          "AS_WRITTEN: what policies of policy.sigstore.dev mean, never weaker than written."
              + " REFERENCE: what policy-controller v0.15.1 itself would answer."
              + " Default: AS_WRITTEN.")
  private Profile profile = Profile.AS_WRITTEN;

  @Mixin private Answer answer = new Answer();

  /** For picocli. */
  public VerifyCommand() {}

  @Override
  public Integer call() throws IOException {
    ImageReference reference = reference();
    CredentialsFile login = NodeSettings.credentials(credentials);
    var settings = new PullSettings(List.of(), NodeSettings.registriesD(registriesD), platform);
    var access =
        new ImageVerification.Access(
            login,
            new RegistrySettings(
                Map.of(),
                Set.copyOf(plainHttp),
                Map.of(),
                RegistryLimits.DEFAULTS,
                NodeSettings.registriesConf(registriesConf),
                NodeSettings.proxies(System.getenv()),
                NodeSettings.certificates(certsDir)));
    ImageVerification result = verify(reference, settings, access);
    answer.print(result.json(), result::table);
    return ExitCode.of(result.decision()).status();
  }

  private ImageReference reference() {
    try {
      return ImageReference.parseImage(image);
    } catch (InvalidReferenceException e) {
      throw new CommandException(
          ExitCode.USAGE, "REFERENCE_INVALID", image + ": " + e.getMessage(), e);
    }
  }

  private ImageVerification verify(
      ImageReference reference, PullSettings settings, ImageVerification.Access access)
      throws IOException {
    Path file = source.policyJson;
    InstantSource clock = InstantSource.system();
    if (file != null) {
      var none = new ImageAdmission(AdmissionPolicies.NONE, null);
      return ImageVerification.verify(
          reference, NodeRules.of(NodePolicy.of(file)), settings, none, access, clock);
    }
    Cluster cluster = Cluster.of(Documents.read(source.files));
    return ImageVerification.verify(
        reference,
        NodeRules.of(cluster, namespace, registriesD == null ? null : settings.registriesD()),
        settings,
        ImageAdmission.of(cluster, profile, Workloads.read(workload)),
        access,
        clock);
  }
}
