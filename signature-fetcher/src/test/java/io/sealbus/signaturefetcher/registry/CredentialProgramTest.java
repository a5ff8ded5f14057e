package io.sealbus.signaturefetcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.signaturefetcher.registry.CredentialProgram.Answer;
import io.sealbus.signaturefetcher.registry.CredentialProgram.Failed;
import io.sealbus.signaturefetcher.registry.CredentialProgram.Has;
import io.sealbus.signaturefetcher.registry.CredentialProgram.HasNone;
import io.sealbus.verification.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that keep credentials, honest and broken. */
class CredentialProgramTest {
  private static final RepositoryName IMAGE =
      new RepositoryName("registry.example.com", "team/app");

  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private static CredentialProgram program(String script) {
    return program(script, Duration.ofSeconds(60));
  }

  private static CredentialProgram program(String script, Duration patience) {
    return new CredentialProgram("test", List.of("/bin/sh", "-c", script), patience);
  }

  @Test
  void asksForTheRegistryOnItsInput() {
    Answer answer =
        program(
                "read server; echo \"{\\\"Username\\\":\\\"u\\\",\\\"Secret\\\":\\\"at $server\\\"}\"")
            .get("registry.example.com");

    assertThat(answer).isEqualTo(new Has(new Credential.Basic("u", "at registry.example.com")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "", "-x", "a b", "a;b", "$(x)", ".hidden"})
  void runsNothingThatIsNoName(String name) {
    assertThatThrownBy(() -> CredentialProgram.named(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Timeout(60)
  void endsOneThatHangsWithAllThatItStarted() throws Exception {
    Path pid = directory.resolve("pid");

    Answer answer =
        program("sleep 600 & echo $! > " + pid + "; wait", Duration.ofSeconds(5))
            .get("registry.example.com");

    assertThat(answer).isInstanceOf(Failed.class);
    long child = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive).map(this::ends).orElse(true))
        .isTrue();
  }

  private boolean ends(ProcessHandle process) {
    return process.onExit().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join() != null;
  }

  /** By what it said, long before its time is over. */
  @Test
  @Timeout(30)
  void breaksOffOneThatTalksWithoutEnd() {
    assertThat(program("yes secret").get("registry.example.com")).isInstanceOf(Failed.class);
  }

  @Test
  void oneThatIsNotThereFailsWithItsName() {
    assertThat(CredentialProgram.named("sealbus-none").get("registry.example.com"))
        .isEqualTo(new Failed("docker-credential-sealbus-none cannot be started"));
  }

  @Test
  void quotesNothingThatTheProgramSaid() {
    assertThat(program("echo hush; echo hush >&2; exit 1").get("registry.example.com").toString())
        .doesNotContain("hush");
    assertThat(program("echo hush").get("registry.example.com").toString()).doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | {\"ServerURL\":\"x\",\"Username\":\"u\",\"Secret\":\"s\"} | Has[credential=Basic]",
        "0 | {\"Username\":\"<token>\",\"Secret\":\"s\"} | Has[credential=IdentityToken]",
        "1 | credentials not found in native keychain | HasNone[]",
        "1 | Credentials not found in native keychain | HasNone[]",
        "0 | {} | HasNone[]",
        "1 | {\"Username\":\"u\",\"Secret\":\"s\"} | Failed[message=ended with status 1]",
        "0 | {\"Username\":\"u\"} | Failed[message=answered without user or secret]",
        "0 | {\"Username\":\"u\",\"Username\":\"v\",\"Secret\":\"s\"} | Failed[message=answered with what is not JSON]",
        "0 | [] | Failed[message=answered without user or secret]",
        "0 | x | Failed[message=answered with what is not JSON]",
      })
  void readsAnswers(int status, String output, String expected) {
    assertThat(CredentialProgram.parse(status, output.getBytes(StandardCharsets.UTF_8)).toString())
        .isEqualTo(expected);
  }

  // Which helper is asked, and how often

  private Credentials credentials(String json, Path log) {
    CredentialsFile file =
        ((CredentialsFile.Loaded) CredentialsFile.read(Bytes.utf8(json))).credentials();
    return new Credentials(
        file,
        () -> now,
        name ->
            program(
                "read s; echo %s $s >> %s; [ %s = none ] && exit 1; echo '{\"Username\":\"%s\",\"Secret\":\"s\"}'"
                    .formatted(name, log, name, name)));
  }

  @Test
  void theHelperOfARegistryGoesBeforeAuthsAndTheStoreAfter() throws Exception {
    Path log = directory.resolve("log");
    Credentials credentials =
        credentials(
            "{\"auths\":{\"own.example.com\":{\"auth\":\"dTpw\"},\"registry.example.com\":{},"
                + "\"gone.example.com\":{}},"
                + "\"credHelpers\":{\"registry.example.com\":\"mine\"},\"credsStore\":\"all\"}",
            log);

    assertThat(credentials.find(IMAGE)).isEqualTo(has("mine"));
    assertThat(credentials.find(new RepositoryName("own.example.com", "a")))
        .isEqualTo(new Has(new Credential.Basic("u", "p")));
    assertThat(credentials.find(new RepositoryName("docker.io", "library/a")))
        .isEqualTo(has("all"));
    // The helper of a registry is for its exact host and port.
    assertThat(credentials.find(new RepositoryName("registry.example.com:5000", "a")))
        .isEqualTo(has("all"));
    assertThat(Files.readAllLines(log))
        .containsExactly(
            "mine registry.example.com",
            "all https://index.docker.io/v1/",
            "all registry.example.com:5000");
  }

  private static Answer has(String user) {
    return new Has(new Credential.Basic(user, "s"));
  }

  @Test
  void aCloudsHelperIsNotRunForAnotherHost() {
    Path log = directory.resolve("log");
    Credentials credentials = credentials("{\"credsStore\":\"acr-env\"}", log);

    assertThat(credentials.find(new RepositoryName("x.azurecr.io.attacker.com", "a")))
        .isInstanceOf(HasNone.class);
    assertThat(log).doesNotExist();
    assertThat(credentials.find(new RepositoryName("x.azurecr.io", "a"))).isEqualTo(has("acr-env"));
  }

  @Test
  void isAskedAgainAfterItsTimeOrWhenWhatItSaidIsRefused() throws Exception {
    Path log = directory.resolve("log");
    Credentials credentials = credentials("{\"credsStore\":\"all\"}", log);
    credentials.find(IMAGE);
    credentials.find(IMAGE);
    assertThat(Files.readAllLines(log)).hasSize(1);

    now = now.plus(Duration.ofMinutes(5));
    credentials.find(IMAGE);
    assertThat(Files.readAllLines(log)).hasSize(2);

    credentials.refused(IMAGE.registry());
    credentials.find(IMAGE);
    assertThat(Files.readAllLines(log)).hasSize(2);
    now = now.plusSeconds(10);
    credentials.find(IMAGE);
    assertThat(Files.readAllLines(log)).hasSize(3);
  }

  @Test
  void oneThatFailsIsLeftAloneForAMoment() throws Exception {
    Path log = directory.resolve("log");
    Credentials credentials = credentials("{\"credsStore\":\"none\"}", log);

    assertThat(credentials.find(IMAGE)).isInstanceOf(Failed.class);
    assertThat(credentials.find(IMAGE)).isInstanceOf(Failed.class);

    assertThat(Files.readAllLines(log)).hasSize(1);
  }
}
