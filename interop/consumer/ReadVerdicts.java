import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.RecordDeserializer;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.TopicNames;
import io.sealbus.schemas.VerdictRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads every verdict from offset 0, as anyone can with the {@code schemas} jar on Java 17, and
 * prints one line each: partition, offset, key, id, decision, first reason, and the versions that
 * order the verdicts of one key. A tombstone's line ends after the key.
 *
 * <pre>java -cp sealbus-schemas.jar:avro.jar:kafka-clients.jar:snappy-java.jar:… ReadVerdicts.java BOOTSTRAP</pre>
 */
public final class ReadVerdicts {
  private ReadVerdicts() {}

  public static void main(String[] args) {
    var codec = RecordCodecs.singleObject().codec(TopicCatalogue.VERDICTS);
    String topic = TopicNames.under("sealbus").of(TopicCatalogue.VERDICTS);
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", args[0],
            "enable.auto.commit", "false",
            // Where verdicts are published in transactions, those of an aborted one are none.
            "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new RecordDeserializer<>(codec))) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer.partitionsFor(topic).forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(ReadVerdicts::print);
      }
    }
  }

  private static void print(ConsumerRecord<String, VerdictRecord> record) {
    VerdictRecord verdict = record.value();
    var columns = new ArrayList<Object>(List.of(record.partition(), record.offset(), record.key()));
    if (verdict != null) {
      columns.add(verdict.getId());
      columns.add(verdict.getDecision());
      columns.add(verdict.getReasons().isEmpty() ? "-" : verdict.getReasons().get(0).getCode());
      columns.add(verdict.getPolicyVersion());
      columns.add(verdict.getImageVersion());
      columns.add(verdict.getEvidenceVersion());
    }
    System.out.println(String.join("\t", columns.stream().map(String::valueOf).toList()));
  }
}
