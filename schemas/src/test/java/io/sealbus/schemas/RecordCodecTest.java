package io.sealbus.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private final RecordCodec<EvidenceRecord> singleObject =
      RecordCodecs.singleObject().codec(TopicCatalogue.EVIDENCE);
  private final List<String> registered = new ArrayList<>();
  private HttpServer registry;
  private boolean away;

  @BeforeEach
  void startSchemaRegistry() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", this::answer);
    registry.start();
  }

  @AfterEach
  void stopSchemaRegistry() {
    registry.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = "{}";
    if (path.equals("/subjects/sealbus.evidence-value/versions")) {
      registered.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      body = "{\"id\":7}";
    } else if (path.equals("/schemas/ids/7")) {
      body = registered.get(0);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private RecordCodec<EvidenceRecord> confluent() {
    URI uri = URI.create("http://127.0.0.1:" + registry.getAddress().getPort());
    return RecordCodecs.confluent(new SchemaRegistry(uri), TopicNames.under("sealbus"))
        .codec(TopicCatalogue.EVIDENCE);
  }

  @Test
  void singleObjectEncodingReadsWhatItWrote() throws UndecodableRecordException {
    byte[] bytes = singleObject.encode(Samples.evidence());

    assertThat(bytes).startsWith(0xC3, 0x01);
    assertThat(singleObject.decode(bytes)).isEqualTo(Samples.evidence());
  }

  @Test
  void confluentEncodingReadsWhatItWrote() throws UndecodableRecordException {
    byte[] bytes = confluent().encode(Samples.evidence());

    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 7);
    assertThat(confluent().decode(bytes)).isEqualTo(Samples.evidence());
    assertThat(registered).hasSize(1);
  }

  @Test
  void headerIsWhatComesBeforeTheValue() {
    byte[] bare = singleObject.encode(Samples.evidence());

    assertThat(bare).startsWith(singleObject.header());
    assertThat(confluent().header()).containsExactly(0, 0, 0, 0, 7);
    assertThat(Arrays.copyOfRange(confluent().encode(Samples.evidence()), 5, 5 + bare.length - 10))
        .isEqualTo(Arrays.copyOfRange(bare, singleObject.header().length, bare.length));
  }

  @Test
  void schemaRegistryThatIsAwayIsNoFaultOfTheRecord() {
    away = true;

    assertThatThrownBy(() -> confluent().encode(Samples.evidence()))
        .isInstanceOf(SchemaRegistryException.class);
    assertThatThrownBy(() -> confluent().decode(new byte[] {0, 0, 0, 0, 7, 1}))
        .isInstanceOf(SchemaRegistryException.class);
  }

  @Test
  void refusesBytesAfterTheValue() {
    byte[] bytes = singleObject.encode(Samples.evidence());

    assertThatThrownBy(() -> singleObject.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(UndecodableRecordException.class);
  }

  @Test
  void refusesTheFingerprintOfAnotherTopic() {
    byte[] event =
        RecordCodecs.singleObject().codec(TopicCatalogue.IMAGE_EVENTS).encode(Samples.imageEvent());

    assertThatThrownBy(() -> singleObject.decode(event))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("fingerprint");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] bytes = singleObject.encode(Samples.evidence());

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> singleObject.decode(cut))
          .isInstanceOf(UndecodableRecordException.class);
    }
  }

  @Test
  void hostileBytesAreRefusedOrReadAndNeverThrowAnythingElse() {
    byte[] valid = singleObject.encode(Samples.evidence());
    var random = new Random(20261123);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = valid.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[10 + random.nextInt(bytes.length - 10)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(singleObject.decode(bytes)).isNotNull();
      } catch (UndecodableRecordException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void readsTheValuesOfEveryReleasedSchema() throws UndecodableRecordException {
    for (Schema released : ReleasedSchemas.of("EvidenceRecord")) {
      assertThat(ReleasedSchemas.byFingerprint(TopicCatalogue.EVIDENCE.schema()))
          .containsValue(released);
    }
  }

  @Test
  void evidenceOfTheFirstVersionReadsAsOfTheNodesPlaceAlone()
      throws IOException, UndecodableRecordException {
    EvidenceRecord read = singleObject.decode(written());

    assertThat(read.getAttachments()).hasSize(1);
    assertThat(read.getAttachments().get(0).getReferrer()).isNull();
    assertThat(read.getCompleteness()).isEqualTo(Completeness.COMPLETE);
    assertThat(read.getPlaces()).isEmpty();
  }

  @Test
  void aReaderOfTheFirstVersionSeesTheNodesPlaceAndNothingOfTheOthers() throws IOException {
    GenericRecord record = readByTheFirst();

    assertThat((List<?>) record.get("attachments")).hasSize(1);
    assertThat(record.toString()).doesNotContain("bundle");
  }

  private static Schema first() {
    return ReleasedSchemas.of("EvidenceRecord").get(0);
  }

  /** The sample as the first version writes it. */
  private static byte[] written() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0xC3, 1});
    ByteBuffer fingerprint = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fingerprint.putLong(SchemaNormalization.parsingFingerprint64(first()));
    bytes.write(fingerprint.array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(first()).write(readByTheFirst(), encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** The sample as the first version reads it. */
  private static GenericRecord readByTheFirst() throws IOException {
    byte[] bytes =
        RecordCodecs.singleObject().codec(TopicCatalogue.EVIDENCE).encode(Samples.evidence());
    return new GenericDatumReader<GenericRecord>(EvidenceRecord.getClassSchema(), first())
        .read(null, DecoderFactory.get().binaryDecoder(bytes, 10, bytes.length - 10, null));
  }
}
