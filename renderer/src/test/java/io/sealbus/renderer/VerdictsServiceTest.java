package io.sealbus.renderer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.broker.EmbeddedBroker;
import io.sealbus.renderer.verdict.Verdict;
import io.sealbus.runtime.service.ServiceHost;
import io.sealbus.schemas.TopicCatalogue;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts to table, API and stream on a real broker. Each test has topics of its own. */
final class VerdictsServiceTest {
  private static final String A = "r.example.com/team/a:1";
  private static final String B = "r.example.com/team/b:1";
  private static final String C = "other.example.com/c:1";

  @TempDir private static Path shared;
  private static EmbeddedBroker broker;
  @TempDir private Path directory;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Config.in(shared.resolve("broker")));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private ServiceHost renderer(Bus bus, Map<String, String> more) {
    return bus.renderer(directory.resolve("state"), more);
  }

  private static void send(Bus bus, Verdict verdict) {
    bus.send(TopicCatalogue.VERDICTS, verdict.reference(), verdict.record());
  }

  private static void awaitVerdict(Http http, String reference) {
    Bus.await(() -> http.get("/v1/verdicts/" + reference).statusCode() == 200);
  }

  private static List<String> references(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(i -> ((JsonObject) i).getString("reference"))
        .toList();
  }

  @Test
  void answersForAReferenceAsDockerWritesIt() {
    try (var bus = new Bus(broker, "reference");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      String digest = "docker.io/library/nginx@sha256:" + "a".repeat(64);
      send(bus, Verdict.of("docker.io/library/nginx:latest").denied("NO_SIGNATURE"));
      send(bus, Verdict.of(digest));
      awaitVerdict(http, "nginx");
      awaitVerdict(http, digest);

      JsonObject verdict = http.json("/v1/verdicts/nginx");

      assertThat(verdict.getString("reference")).isEqualTo("docker.io/library/nginx:latest");
      assertThat(verdict.getString("decision")).isEqualTo("DENIED");
      JsonObject reason = verdict.getJsonArray("reasons").getJsonObject(0);
      assertThat(reason.getString("code")).isEqualTo("NO_SIGNATURE");
      assertThat(reason.getString("meaning")).isNotEmpty();
      assertThat(reason.getString("remedy")).isNotEmpty();
      assertThat(verdict.getString("decidedAt")).isEqualTo("2023-11-14T22:13:20Z");
      assertThat(http.get("/v1/verdicts/nginx%3Alatest").statusCode()).isEqualTo(200);
      assertThat(http.get("/v1/verdicts/nginx:other").statusCode()).isEqualTo(404);
      assertThat(http.get("/v1/verdicts/UPPER").statusCode()).isEqualTo(400);
      assertThat(http.rawStatus("/v1/verdicts/nginx%ZZ")).isEqualTo(400);
    }
  }

  @Test
  void toleratesACodeThatItDoesNotKnow() {
    try (var bus = new Bus(broker, "code");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      send(bus, Verdict.of(A).denied("OF_A_LATER_RELEASE"));
      awaitVerdict(http, A);

      JsonObject reason = http.json("/v1/verdicts/" + A).getJsonArray("reasons").getJsonObject(0);

      assertThat(reason.getString("code")).isEqualTo("OF_A_LATER_RELEASE");
      assertThat(reason.containsKey("meaning")).isFalse();
      assertThat(references(http.json("/v1/verdicts?reason=OF_A_LATER_RELEASE")))
          .containsExactly(A);
    }
  }

  @Test
  void listsByFilterAndPage() {
    try (var bus = new Bus(broker, "list");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      send(bus, Verdict.of(A));
      send(bus, Verdict.of(B).denied("KEY_MISMATCH"));
      send(bus, Verdict.of(C).deniedIn("team-a", "NO_SIGNATURE"));
      List.of(A, B, C).forEach(r -> awaitVerdict(http, r));

      JsonObject first = http.json("/v1/verdicts?limit=2");
      JsonObject second = http.json("/v1/verdicts?limit=2&after=" + first.getString("next"));

      assertThat(references(first)).containsExactly(C, A);
      assertThat(references(second)).containsExactly(B);
      assertThat(second.getString("next")).isNull();
      assertThat(references(http.json("/v1/verdicts?registry=r.example.com&decision=DENIED")))
          .containsExactly(B);
      assertThat(references(http.json("/v1/verdicts?namespace=team-a&decision=DENIED")))
          .containsExactly(C);
      assertThat(references(http.json("/v1/verdicts?namespace=team-a&decision=ALLOWED"))).isEmpty();
      assertThat(references(http.json("/v1/verdicts?reason=KEY_MISMATCH"))).containsExactly(B);
      for (String bad :
          List.of(
              "limit=0",
              "limit=1001",
              "decision=NO",
              "registy=x",
              "reason=%25",
              "limit=1&limit=2")) {
        assertThat(http.get("/v1/verdicts?" + bad).statusCode()).as(bad).isEqualTo(400);
      }
    }
  }

  @Test
  void neverShowsAnOlderVerdictAfterANewerOne() throws Exception {
    try (var bus = new Bus(broker, "guard");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      try (var stream = new EventStream(http, "", null)) {
        assertThat(stream.next().type()).isEqualTo("live");
        send(bus, Verdict.of(A).at(7, 1).denied("NO_SIGNATURE"));
        send(bus, Verdict.of(A).at(6, 9));
        send(bus, Verdict.of(A).at(7, 2));
        var seen = new ArrayList<Integer>();
        do {
          var event = stream.next().data();
          seen.add(event.getInteger("evidenceVersion"));
        } while (seen.getLast() != 2);

        assertThat(seen).containsExactly(1, 2);
        assertThat(http.json("/v1/verdicts/" + A).getLong("policyVersion")).isEqualTo(7);
      }
    }
  }

  @Test
  void setsAsideWhatItCannotReadAndGoesOn() throws Exception {
    try (var bus = new Bus(broker, "garbage");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      bus.sendGarbage(TopicCatalogue.VERDICTS, A);
      bus.send(TopicCatalogue.VERDICTS, "r.example.com/team/a:\0", Verdict.of(A).record());
      send(bus, Verdict.of(A));
      awaitVerdict(http, A);

      Bus.await(() -> bus.all(TopicCatalogue.DEAD_LETTERS).size() == 2);
      assertThat(http.get("/metrics").body())
          .containsPattern("sealbus_renderer_records_skipped_total\\{topic=\"verdicts\"\\} 2");
    }
  }

  @Test
  void goesOnWhereItStoppedAfterARestart() {
    try (var bus = new Bus(broker, "resume")) {
      send(bus, Verdict.of(A));
      send(bus, Verdict.of(B));
      try (ServiceHost host = renderer(bus, Map.of())) {
        awaitVerdict(new Http(host), A);
        awaitVerdict(new Http(host), B);
      }
      bus.send(TopicCatalogue.VERDICTS, B, null);
      send(bus, Verdict.of(C));

      try (ServiceHost host = renderer(bus, Map.of())) {
        var http = new Http(host);
        awaitVerdict(http, C);

        Bus.await(() -> references(http.json("/v1/verdicts")).equals(List.of(C, A)));
        // Counted after what is counted can be read.
        Bus.await(
            () -> http.get("/metrics").body().contains("sealbus_renderer_verdicts_stored_total 2"));
      }
    }
  }

  @Test
  void readsAnewWhereTheTopicHasLostItsOffsets() throws Exception {
    try (var bus = new Bus(broker, "lost")) {
      send(bus, Verdict.of(A));
      try (ServiceHost host = renderer(bus, Map.of())) {
        awaitVerdict(new Http(host), A);
      }
      Path file = directory.resolve("state/renderer/verdicts");
      try (var connection = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "");
          var statement = connection.createStatement()) {
        statement.execute("UPDATE sealbus_verdict_offset SET next_offset = 1000");
        statement.execute("UPDATE sealbus_verdict SET reference = 'only/in:table'");
      }

      try (ServiceHost host = renderer(bus, Map.of())) {
        awaitVerdict(new Http(host), A);

        assertThat(references(new Http(host).json("/v1/verdicts"))).containsExactly(A);
      }
    }
  }

  @Test
  void resumesAStreamWithoutLoss() throws Exception {
    try (var bus = new Bus(broker, "stream")) {
      String last;
      try (ServiceHost host = renderer(bus, Map.of());
          var stream = new EventStream(new Http(host), "", null)) {
        assertThat(stream.next().type()).isEqualTo("live");
        send(bus, Verdict.of(A));
        var event = stream.next();
        assertThat(event.type()).isEqualTo("verdict");
        assertThat(event.data().getString("reference")).isEqualTo(A);
        last = event.id();
      }
      // While nobody listens, nor even the renderer runs.
      bus.send(TopicCatalogue.VERDICTS, A, null);
      send(bus, Verdict.of(B));
      send(bus, Verdict.of(C));

      try (ServiceHost host = renderer(bus, Map.of());
          var stream = new EventStream(new Http(host), "", last)) {
        var seen = new ArrayList<String>();
        while (seen.size() < 3) {
          var event = stream.next();
          assertThat(event.type()).isNotEqualTo("reset");
          if (!event.type().equals("live")) {
            seen.add(event.type() + " " + event.data().getString("reference"));
          }
        }
        assertThat(seen).containsExactlyInAnyOrder("gone " + A, "verdict " + B, "verdict " + C);
      }
    }
  }

  @Test
  void resumesEveryStepOfALongStream() throws Exception {
    try (var bus = new Bus(broker, "steps");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      var ids = new ArrayList<String>();
      var order = new ArrayList<String>();
      for (int i = 0; i < 150; i++) {
        send(bus, Verdict.of("r.example.com/team/x" + i + ":1"));
      }
      awaitVerdict(http, "r.example.com/team/x149:1");
      Bus.await(() -> references(http.json("/v1/verdicts?limit=1000")).size() == 150);
      try (var stream = new EventStream(http, "?snapshot=true", null)) {
        while (order.size() < 150) {
          var event = stream.next();
          assertThat(event.type()).isEqualTo("verdict");
          order.add(event.data().getString("reference"));
          ids.add(event.id());
        }
        assertThat(stream.next().type()).isEqualTo("live");
      }
      assertThat(order).doesNotHaveDuplicates();

      for (int step : List.of(0, 63, 64, 120, 148)) {
        try (var stream = new EventStream(http, "", ids.get(step))) {
          var rest = new ArrayList<String>();
          for (var event = stream.next(); !event.type().equals("live"); event = stream.next()) {
            assertThat(event.type()).isEqualTo("verdict");
            rest.add(event.data().getString("reference"));
          }
          assertThat(rest).isEqualTo(order.subList(step + 1, 150));
        }
      }
    }
  }

  @Test
  void tellsOfEachVerdictOnceToWhoComesWhileMoreAreMade() throws Exception {
    try (var bus = new Bus(broker, "once");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      int many = 1500;
      var sending =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < many; i++) {
                  send(bus, Verdict.of("r.example.com/team/x" + i + ":1"));
                }
              });
      var streams = new ArrayList<EventStream>();
      while (sending.isAlive() && streams.size() < 20) {
        streams.add(new EventStream(http, "?snapshot=true", null));
        Thread.sleep(50);
      }
      sending.join();

      for (EventStream stream : streams) {
        var seen = new ArrayList<String>();
        while (seen.size() < many) {
          var event = stream.next();
          if (event.type().equals("verdict")) {
            seen.add(event.data().getString("reference"));
          }
        }
        assertThat(seen).doesNotHaveDuplicates();
        stream.close();
      }
    }
  }

  @Test
  void filtersAStreamAndMovesItsPlaceAllTheSame() throws Exception {
    try (var bus = new Bus(broker, "filter");
        ServiceHost host = renderer(bus, Map.of("renderer.stream.heartbeat", "PT0.1S"));
        var stream = new EventStream(new Http(host), "?decision=DENIED", null)) {
      assertThat(stream.next().type()).isEqualTo("live");
      send(bus, Verdict.of(A));
      send(bus, Verdict.of(B).denied("NO_SIGNATURE"));
      assertThat(stream.next().data().getString("reference")).isEqualTo(B);
      String before = stream.lastId();

      send(bus, Verdict.of(C));

      Bus.await(() -> !stream.lastId().equals(before));
      assertThat(stream.isQuietFor(200)).isTrue();
    }
  }

  @Test
  void makesAClientOfAnotherTopicForget() throws Exception {
    try (var bus = new Bus(broker, "forget");
        ServiceHost host = renderer(bus, Map.of())) {
      var http = new Http(host);
      send(bus, Verdict.of(A));
      awaitVerdict(http, A);

      try (var stream = new EventStream(http, "", "0:1000")) {
        assertThat(stream.next().type()).isEqualTo("reset");
        assertThat(stream.next().data().getString("reference")).isEqualTo(A);
        assertThat(stream.next().type()).isEqualTo("live");
      }
      assertThat(http.get("/v1/stream/verdicts", "Last-Event-ID", "nonsense").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void refusesMoreStreamsThanAllowed() throws Exception {
    try (var bus = new Bus(broker, "many");
        ServiceHost host = renderer(bus, Map.of("renderer.stream.clients", "1"))) {
      var http = new Http(host);
      try (var stream = new EventStream(http, "", null)) {
        assertThat(stream.next().type()).isEqualTo("live");
        assertThat(http.get("/v1/stream/verdicts").statusCode()).isEqualTo(503);
      }
      Bus.await(() -> http.get("/metrics").body().contains("sealbus_renderer_streams 0"));
    }
  }

  @Test
  void endsTheStreamOfWhoDoesNotReadAndSaysWhy() throws Exception {
    try (var bus = new Bus(broker, "slow");
        ServiceHost host = renderer(bus, Map.of("renderer.stream.patience", "PT0.5S"))) {
      var http = new Http(host);
      for (int i = 0; i < 60; i++) {
        send(bus, Verdict.of("r.example.com/team/x" + i + ":1").because("x".repeat(300_000)));
      }
      Bus.await(() -> http.get("/v1/verdicts/r.example.com/team/x59:1").statusCode() == 200);
      try (var socket = new Socket("127.0.0.1", host.port())) {
        socket.setReceiveBufferSize(4096);
        socket
            .getOutputStream()
            .write(
                "GET /v1/stream/verdicts?snapshot=true HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        // Some is read, so that the stream is known to have begun, and then nothing more.
        InputStream input = socket.getInputStream();
        assertThat(input.readNBytes(1000)).hasSize(1000);

        String ended = "sealbus_renderer_streams_ended_total{reason=\"SLOW_CONSUMER\"} 1";
        Bus.await(() -> http.get("/metrics").body().contains(ended));
        assertThat(http.get("/metrics").body()).contains("sealbus_renderer_streams 0");
      }
    }
  }

  @Test
  void tellsStreamsThatTheServiceStops() throws Exception {
    try (var bus = new Bus(broker, "stop")) {
      EventStream stream;
      try (ServiceHost host = renderer(bus, Map.of())) {
        stream = new EventStream(new Http(host), "", null);
        assertThat(stream.next().type()).isEqualTo("live");
      }
      assertThat(stream.next().data().getString("code")).isEqualTo("STOPPING");
      stream.close();
    }
  }
}
