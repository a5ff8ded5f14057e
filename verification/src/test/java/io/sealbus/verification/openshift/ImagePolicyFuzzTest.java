package io.sealbus.verification.openshift;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sealbus.verification.openshift.Admission.Admitted;
import io.sealbus.verification.openshift.Admission.Rejected;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import java.util.List;

/** Documents of YAML or JSON and policies in them: a finding, or a policy that renders. */
class ImagePolicyFuzzTest {
  @FuzzTest(maxDuration = "5s")
  void admits(byte[] text) {
    Reading<List<Node>> reading = Documents.read(text, Limits.DEFAULT);
    assertThat(Documents.read(text, Limits.DEFAULT)).hasToString(reading.toString());
    if (reading instanceof Reading.Read<List<Node>>(List<Node> documents)) {
      documents.forEach(ImagePolicyFuzzTest::judge);
    }
  }

  private static void judge(Node document) {
    if (!(Resource.of(document) instanceof Reading.Read<Resource>(Resource resource))) {
      return;
    }
    switch (Admission.newest().admit(resource)) {
      case Rejected rejected -> assertThat(rejected.findings()).isNotEmpty();
      case Admitted admitted ->
          assertThat(
                  NodeConfiguration.render(
                      List.of(admitted.policy()), PlatformConfiguration.DEFAULT))
              .isNotNull();
    }
  }
}
