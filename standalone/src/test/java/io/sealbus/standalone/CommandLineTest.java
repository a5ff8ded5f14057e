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
