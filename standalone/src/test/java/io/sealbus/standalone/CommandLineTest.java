package io.sealbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
  private static final String POLICY =
      """
      apiVersion: config.openshift.io/v1
      kind: ClusterImagePolicy
      metadata:
        name: p
      spec:
        scopes:
        - example.com/app
        policy:
          rootOfTrust:
            policyType: PublicKey
            publicKey:
              keyData: LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFK0tpN0I3K2tpTFdPSmRQWXBZanRqUmtXVnBxRgpuNHl1TjU2VjZHaGdLRm5SZjJqemlweEFWR084cm0vWUVQU3d2clBORHJqdnA0YlpoNm5NR0Z0NzhBPT0KLS0tLS1FTkQgUFVCTElDIEtFWS0tLS0t
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Sealbus.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(args);
  }

  private void assertOneLineWith(String code) {
    assertThat(err.toString()).startsWith("sealbus: " + code + ": ").hasLineCount(1);
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(run("verify")).isEqualTo(ExitCode.USAGE.status());
    assertOneLineWith("USAGE");
  }

  @Test
  void wantsACommand() {
    assertThat(run()).isEqualTo(ExitCode.USAGE.status());
    assertOneLineWith("USAGE");
  }

  @Test
  void namesTheNearestSetting() {
    assertThat(run("topics", "--set", "bus.prefx=a")).isEqualTo(ExitCode.USAGE.status());
    assertOneLineWith("CONFIGURATION");
    assertThat(err.toString()).contains("bus.prefix");
  }

  @Test
  void saysThatNoServerAnswers(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("p.yaml"), POLICY);
    assertThat(run("apply", "-f", file.toString(), "--server", "http://127.0.0.1:1"))
        .isEqualTo(ExitCode.UNREACHABLE.status());
    assertOneLineWith("SERVER_UNREACHABLE");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThat(run("lint", "-f", "/no/such/file")).isEqualTo(ExitCode.USAGE.status());
    assertOneLineWith("NO_SUCH_FILE");
  }

  @Test
  void passesGoodPoliciesAndRefusesBadOnes(@TempDir Path directory) throws IOException {
    Path good = Files.writeString(directory.resolve("good.yaml"), POLICY);
    assertThat(run("lint", "-f", good.toString())).isEqualTo(ExitCode.OK.status());
    Path bad = Files.writeString(directory.resolve("bad.yaml"), POLICY.replace("scopes", "scope"));
    assertThat(run("lint", "-o", "json", "-f", bad.toString())).isEqualTo(ExitCode.DENIED.status());
    assertThat(out.toString()).contains("\"path\" : \"spec.scopes\"");
  }

  @Test
  void writesTheFilesOfNodes(@TempDir Path directory) throws IOException {
    Path policy = Files.writeString(directory.resolve("p.yaml"), POLICY);
    assertThat(run("render", "-f", policy.toString(), "-o", directory.resolve("out").toString()))
        .isEqualTo(ExitCode.OK.status());
    assertThat(directory.resolve("out/etc/containers/policy.json"))
        .content()
        .contains("example.com/app", "sigstoreSigned");
  }

  private static final String MIRRORS =
      """
      apiVersion: config.openshift.io/v1
      kind: ImageDigestMirrorSet
      metadata: {name: m}
      spec: {imageDigestMirrors: [{source: example.com, mirrors: [mirror.example.com]}]}
      """;

  @Test
  void writesMachineConfigsAndArchives(@TempDir Path directory) throws IOException {
    String policy = Files.writeString(directory.resolve("p.yaml"), POLICY).toString();
    Path configs = directory.resolve("mc");
    Path archive = directory.resolve("files.tar");

    assertThat(run("render", "-f", policy, "-o", configs.toString(), "--format", "machineconfig"))
        .isZero();
    assertThat(run("render", "-f", policy, "-o", archive.toString(), "--format", "tar")).isZero();

    assertThat(configs.resolve("99-master-generated-registries.json")).exists();
    assertThat(configs.resolve("99-worker-generated-registries.json"))
        .content()
        .contains("\"path\":\"/etc/containers/policy.json\"");
    assertThat(archive).isNotEmptyFile();
  }

  @Test
  void writesNoMachineConfigThatWouldTakeAFileFromNodes(@TempDir Path directory)
      throws IOException {
    String policy =
        Files.writeString(directory.resolve("p.yaml"), POLICY + "---\n" + MIRRORS).toString();
    Path configs = directory.resolve("mc");

    assertThat(run("render", "-f", policy, "-o", configs.toString(), "--format", "machineconfig"))
        .isEqualTo(ExitCode.DENIED.status());

    assertOneLineWith("REGISTRIES_CONF");
    assertThat(configs).doesNotExist();
  }

  @Test
  void printsWhatAChangeMeans(@TempDir Path directory) throws IOException {
    Path policy = Files.writeString(directory.resolve("p.yaml"), POLICY);
    Path old = directory.resolve("old");
    run("render", "-f", policy.toString(), "-o", old.toString());
    Files.writeString(policy, POLICY.replace("example.com/app", "example.com/other"));

    assertThat(run("render", "-f", policy.toString(), "--diff", old.toString())).isZero();

    assertThat(out.toString())
        .contains(
            "/etc/containers/policy.json: changed, RELOAD_CRIO",
            "  - example.com/app: sigstoreSigned",
            "  + example.com/other: sigstoreSigned",
            "(config.openshift.io/ClusterImagePolicy//p)",
            "disruption: RELOAD_CRIO");
  }

  @Test
  void warnsOfWhatNodesWouldNotGetOrLoad(@TempDir Path directory) throws IOException {
    String release = "quay.io/openshift-release-dev/ocp-release\n  - example.com/app:v1";
    String policy =
        Files.writeString(directory.resolve("p.yaml"), POLICY.replace("example.com/app", release))
            .toString();

    assertThat(run("lint", "-f", policy, "-o", "json")).isZero();
    assertThat(out.toString()).contains("RELEASE_SIGNATURE_REQUIRED", "\"warning\" : true");
    assertThat(run("render", "-f", policy, "-o", directory.resolve("out").toString())).isZero();
    assertThat(err.toString())
        .contains("RELEASE_SIGNATURE_REQUIRED", "NODE_FILE_REFUSED", "sealbus.io/confirm-release-");
  }

  @Test
  void lintsThePlatformsResourcesAsAServerWould(@TempDir Path directory) throws IOException {
    Path mirrors = Files.writeString(directory.resolve("m.yaml"), MIRRORS);
    assertThat(run("lint", "-f", mirrors.toString())).isZero();

    Files.writeString(mirrors, MIRRORS.replace("source: example.com", "source: ''"));
    assertThat(run("lint", "-o", "json", "-f", mirrors.toString()))
        .isEqualTo(ExitCode.DENIED.status());
    assertThat(out.toString()).contains("\"path\" : \"spec.imageDigestMirrors[0].source\"");
  }

  @Test
  void wantsSomewhereToRenderTo(@TempDir Path directory) throws IOException {
    Path policy = Files.writeString(directory.resolve("p.yaml"), POLICY);
    assertThat(run("render", "-f", policy.toString())).isEqualTo(ExitCode.USAGE.status());
    assertThat(run("render", "-f", policy.toString(), "-o", "x", "--role", "worker"))
        .isEqualTo(ExitCode.USAGE.status());
  }

  @Test
  void namesTheSettingOfAPortInUse(@TempDir Path directory) throws IOException {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      String port = "http.port=" + taken.getLocalPort();
      int status =
          run("up", "--data", directory.toString(), "--set", "broker.port=0", "--set", port);
      assertThat(status).isEqualTo(ExitCode.CANNOT_START.status());
      assertOneLineWith("PORT_IN_USE");
      assertThat(err.toString()).contains("http.port");
    }
  }

  @Test
  void printsNoSecretOfAServer() {
    assertThat(run("config", "-o", "json")).isZero();
    assertThat(out.toString()).contains("ingest.tokens", "SEALBUS_HTTP_PORT");
  }
}
