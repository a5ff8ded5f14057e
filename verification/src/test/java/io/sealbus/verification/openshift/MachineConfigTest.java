package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineConfigTest {
  @Test
  void holdsTheFilesOfARoleInTheControllersOrder() throws Exception {
    var rendered =
        Examples.rendered(
            List.of(
                Examples.clusterPolicy("p", "r.example.com/a"),
                Examples.policy("b-team", "q", List.of("r.example.com/b")),
                Examples.policy("a-team", "q", List.of("r.example.com/b"))),
            List.of());

    JsonNode config = new ObjectMapper().readTree(MachineConfig.json("worker", rendered.files()));

    assertThat(config.path("apiVersion").asText())
        .isEqualTo("machineconfiguration.openshift.io/v1");
    assertThat(config.at("/metadata/name").asText()).isEqualTo("99-worker-generated-registries");
    assertThat(config.at("/metadata/labels/machineconfiguration.openshift.io~1role").asText())
        .isEqualTo("worker");
    assertThat(config.at("/spec/config/ignition/version").asText()).isEqualTo("3.5.0");
    var paths = new ArrayList<String>();
    for (JsonNode file : config.at("/spec/config/storage/files")) {
      String path = file.path("path").asText();
      paths.add(path);
      assertThat(file.path("mode").asInt()).isEqualTo(420);
      assertThat(file.path("overwrite").asBoolean()).isTrue();
      String source = file.at("/contents/source").asText();
      String prefix = "data:text/plain;charset=utf-8;base64,";
      assertThat(source).startsWith(prefix);
      assertThat(
              new String(
                  Base64.getDecoder().decode(source.substring(prefix.length())),
                  StandardCharsets.UTF_8))
          .isEqualTo(rendered.files().get(path).toUtf8());
    }
    assertThat(paths)
        .containsExactly(
            "/etc/containers/policy.json",
            "/etc/containers/registries.d/sigstore-registries.yaml",
            "/etc/crio/policies/a-team.json",
            "/etc/crio/policies/b-team.json");
  }

  @Test
  void wantsARoleThatCanBeInAName() {
    assertThatThrownBy(() -> MachineConfig.json("No Role", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
