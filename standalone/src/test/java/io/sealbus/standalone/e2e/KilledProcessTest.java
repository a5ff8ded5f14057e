package io.sealbus.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.schemas.Decision;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.client.Documents;
import io.sealbus.standalone.client.Policies;
import io.sealbus.standalone.client.Server;
import io.sealbus.standalone.server.Settings;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
  private static final int BEFORE = 15;
  private static final int ALL = 20;

  private final TestSigner signer = TestSigner.with(TestKey.generate(TestKey.Kind.P256));

  @Test
  void losesNothingWhenTheProcessIsKilledAndStartedAgain(@TempDir Path directory) throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      int http = Fleet.freePort();
      int kafka = Fleet.freePort();
      Map<String, String> settings = settings(registry, http, kafka);
      URI url = URI.create("http://127.0.0.1:" + http);
      try (var first = UpProcess.start(directory, settings).awaitReady();
          var verdicts = Ledger.ofVerdicts(bus(kafka))) {
        byte[] policy = Fleet.policy(signer, "killed", "killed");
        new Policies(new Server(url, null)).apply(List.of(new Documents("killed", policy)));
        registry.notify(Fleet.webhook(url));
        push(registry, 0, BEFORE);
        verdicts.awaitAny(entry -> entry.key().contains("killed"));

        first.kill();
        push(registry, BEFORE, ALL);
      }

      try (var second = UpProcess.start(directory, settings).awaitReady();
          var verdicts = Ledger.ofVerdicts(bus(kafka))) {
        for (int i = 0; i < ALL; i++) {
          VerdictRecord verdict =
              verdicts.awaitNewest(
                  Fleet.HOST + "/killed/app" + i + ":1.0",
                  v -> v.getDecision() == Decision.ALLOWED);
          assertThat(verdict.getReasons().getFirst().getCode()).isEqualTo("SIGNATURE_ACCEPTED");
        }
        Ledger.assertOrderlyButForRepeats(verdicts);
        assertThat(second.terminate()).isEqualTo(143);
      }
    }
  }

  @Test
  void refusesASecondProcessOnTheSameData(@TempDir Path directory) throws Exception {
    var settings = Map.of("http.port", "0", "broker.port", "0");
    try (var first = UpProcess.start(directory, settings).awaitReady();
        var second = UpProcess.start(directory, settings)) {
      assertThat(second.awaitEnd()).isEqualTo(ExitCode.CANNOT_START.status());
      assertThat(second.errors()).contains("BROKER_DATA_DIRECTORY_LOCKED").doesNotContain("\tat ");
      assertThat(first.errors()).doesNotContain("ERROR");
    }
  }

  private void push(TestRegistry registry, int from, int to) {
    for (int i = from; i < to; i++) {
      var repository = registry.host(Fleet.HOST).repository("killed/app" + i);
      TestImage image = TestImage.of("killed " + i);
      signer.signAndAttach(repository, "1.0", image);
      image.pushTo(repository, "1.0");
    }
  }

  private static Map<String, String> settings(TestRegistry registry, int http, int kafka) {
    var settings = new HashMap<>(Fleet.registrySettings(registry));
    settings.put("http.port", Integer.toString(http));
    settings.put("broker.port", Integer.toString(kafka));
    return settings;
  }

  private static BusConfig bus(int port) {
    return BusConfig.from(
        Settings.none().with("bus.bootstrap.servers", "127.0.0.1:" + port).configuration());
  }
}
