package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealbus.testkit.AdmissionCase;
import io.sealbus.testkit.RenderCase;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.openshift.Admission.UnknownFields;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileResourcesTest {
  private static final List<Node> STRANGE =
      List.of(
          new Node.Null(),
          new Node.Bool(true),
          new Node.Number("-1"),
          new Node.Number("1e99"),
          new Node.Text(""),
          new Node.Text("*"),
          new Node.Text("*.example.com"),
          new Node.Text("PKI"),
          new Node.Text("GPG"),
          new Node.Text("RemapIdentity"),
          new Node.Text("\u0000\"\\\u2028\ud83d\ude00"),
          new Node.Text("LS0tLS1C"),
          new Node.Text("example.com/a@sha256:" + "A".repeat(64)),
          new Node.Text("a".repeat(9000)),
          new Node.Sequence(List.of()),
          new Node.Sequence(List.of(new Node.Null(), new Node.Text("a.io"))),
          new Node.Mapping(new LinkedHashMap<>()));

  private final Random random = new Random(42);

  @Test
  void everyChangeOfABytesIsAnsweredWithAFindingOrAValue() {
    List<AdmissionCase> cases = AdmissionCase.readAll(Vectors.directory("admission"));
    for (int i = 0; i < 2_000; i++) {
      byte[] text = pick(cases).initial().getBytes(StandardCharsets.UTF_8);
      for (int j = random.nextInt(6); j >= 0; j--) {
        text[random.nextInt(text.length)] = (byte) random.nextInt(128);
      }
      if (Documents.read(text, Limits.DEFAULT) instanceof Reading.Read<List<Node>>(var documents)) {
        documents.forEach(this::judge);
      }
    }
  }

  @Test
  void everyChangeOfAPolicyIsAnsweredWithAFindingOrAPolicyThatRenders() {
    List<AdmissionCase> cases = AdmissionCase.readAll(Vectors.directory("admission"));
    for (int i = 0; i < 4_000; i++) {
      Node node = Vectors.named(Vectors.document(pick(cases).initial()));
      for (int j = random.nextInt(3); j >= 0; j--) {
        node = changed(node);
      }
      judge(node);
    }
  }

  @Test
  void everyChangeOfAPlatformIsAnswered() {
    List<RenderCase> cases = RenderCase.readAll(Vectors.directory("render"));
    for (int i = 0; i < 1_000; i++) {
      var resources = new ArrayList<Resource>();
      for (Node document : Vectors.documents(pick(cases).input())) {
        if (Resource.of(changed(document)) instanceof Reading.Read<Resource>(Resource resource)) {
          resources.add(resource);
        }
      }
      if (PlatformConfiguration.of(resources)
          instanceof Reading.Read<PlatformConfiguration>(PlatformConfiguration platform)) {
        var policies =
            resources.stream()
                .map(Admission.newest()::admit)
                .filter(Admitted.class::isInstance)
                .map(outcome -> ((Admitted) outcome).policy())
                .toList();
        assertThat(NodeConfiguration.render(policies, platform)).isNotNull();
      }
    }
  }

  private void judge(Node document) {
    if (!(Resource.of(document) instanceof Reading.Read<Resource>(Resource resource))) {
      return;
    }
    var admission =
        new Admission(
            pick(List.of(Release.values())),
            pick(List.of(FeatureSet.values())),
            pick(List.of(UnknownFields.values())));
    switch (admission.admit(resource)) {
      case Rejected rejected -> assertThat(rejected.findings()).isNotEmpty();
      case Admitted admitted -> use(admitted.policy());
    }
  }

  private static void use(ImagePolicy policy) {
    assertThat(
            ImagePolicy.fromSpecJson(
                policy.key(),
                policy.apiVersion(),
                policy.uid(),
                policy.generation(),
                policy.specJson()))
        .isEqualTo(policy);
    assertThat(NodeConfiguration.render(List.of(policy), PlatformConfiguration.DEFAULT))
        .isNotNull();
  }

  private Node changed(Node node) {
    if (random.nextInt(5) == 0) {
      return pick(STRANGE);
    }
    return switch (node) {
      case Node.Mapping mapping when !mapping.members().isEmpty() -> {
        var members = new LinkedHashMap<>(mapping.members());
        String name = pick(List.copyOf(members.keySet()));
        switch (random.nextInt(8)) {
          case 0 -> members.remove(name);
          case 1 -> members.put(name + "x", pick(STRANGE));
          default -> members.compute(name, (n, value) -> changed(value));
        }
        yield new Node.Mapping(members);
      }
      case Node.Sequence sequence when !sequence.items().isEmpty() -> {
        var items = new ArrayList<>(sequence.items());
        int index = random.nextInt(items.size());
        if (random.nextBoolean()) {
          items.add(items.get(index));
        } else {
          items.set(index, changed(items.get(index)));
        }
        yield new Node.Sequence(items);
      }
      case Node other -> pick(STRANGE);
    };
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
