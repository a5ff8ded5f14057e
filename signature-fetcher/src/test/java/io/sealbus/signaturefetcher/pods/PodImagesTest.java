package io.sealbus.signaturefetcher.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import io.sealbus.verification.Bytes;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodImagesTest {
  private static final String DIGEST = "sha256:" + "5".repeat(64);

  private static List<String> images(String spec, String status) throws Exception {
    return PodImages.page(
            "{\"items\":[{\"spec\":{%s},\"status\":{%s}}],\"metadata\":{}}".formatted(spec, status))
        .images()
        .stream()
        .map(PodImagesTest::text)
        .toList();
  }

  private static String text(UsedImage image) {
    return image.repository() + (image.tag() == null ? "@" + image.digest() : ":" + image.tag());
  }

  /** The lists of a Kubernetes type whose elements have a property, as JSON names them. */
  private static List<String> lists(Class<?> type, String property) {
    var lists = new ArrayList<String>();
    for (Method method : type.getMethods()) {
      if (method.getName().startsWith("get")
          && method.getGenericReturnType() instanceof ParameterizedType list
          && list.getRawType() == List.class
          && has(list.getActualTypeArguments()[0], property)) {
        String name = method.getName().substring("get".length());
        lists.add(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
      }
    }
    return lists;
  }

  private static boolean has(Type element, String property) {
    return element instanceof Class<?> type
        && Arrays.stream(type.getMethods())
            .anyMatch(m -> m.getName().equals(property) && m.getReturnType() == String.class);
  }

  @Test
  void everyKindOfContainerThatKubernetesKnowsCounts() throws Exception {
    List<String> kinds = lists(PodSpec.class, "getImage");

    assertThat(kinds).contains("containers", "initContainers", "ephemeralContainers");
    for (String kind : kinds) {
      assertThat(images("\"" + kind + "\":[{\"name\":\"a\",\"image\":\"example.com/a:1\"}]", ""))
          .as(kind)
          .containsExactly("example.com/a:1");
    }
  }

  @Test
  void everyKindOfContainerStatusThatKubernetesKnowsCounts() throws Exception {
    List<String> kinds = lists(PodStatus.class, "getImageID");

    assertThat(kinds)
        .contains("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");
    for (String kind : kinds) {
      assertThat(images("", "\"" + kind + "\":[{\"imageID\":\"example.com/a@" + DIGEST + "\"}]"))
          .as(kind)
          .containsExactly("example.com/a@" + DIGEST);
    }
  }

  @Test
  void aVolumeThatIsAnImageCounts() throws Exception {
    assertThat(Volume.class.getMethod("getImage").getReturnType().getMethod("getReference"))
        .isNotNull();
    assertThat(images("\"volumes\":[{\"image\":{\"reference\":\"example.com/data:2\"}}]", ""))
        .containsExactly("example.com/data:2");
  }

  @ParameterizedTest
  @CsvSource({
    "nginx,docker.io/library/nginx:latest",
    "nginx:1.25,docker.io/library/nginx:1.25",
    "quay.io/a/b,quay.io/a/b:latest",
    "localhost:5000/a:1,localhost:5000/a:1"
  })
  void referencesAreReadAsNodesReadThem(String reference, String image) throws Exception {
    assertThat(images("\"containers\":[{\"image\":\"" + reference + "\"}]", ""))
        .containsExactly(image);
  }

  @Test
  void besideADigestATagSaysNothing() throws Exception {
    assertThat(images("\"containers\":[{\"image\":\"example.com/a:1@" + DIGEST + "\"}]", ""))
        .containsExactly("example.com/a@" + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "docker-pullable://"})
  void whatANodeRunsIsAReferenceOfItsOwn(String scheme) throws Exception {
    assertThat(
            images(
                "\"containers\":[{\"image\":\"example.com/a:1\"}]",
                "\"containerStatuses\":[{\"image\":\"sha256:77\",\"imageID\":\""
                    + scheme
                    + "example.com/a@"
                    + DIGEST
                    + "\"}]"))
        .containsExactly("example.com/a:1", "example.com/a@" + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:5555555555555555555555555555555555555555555555555555555555555555",
        "docker://sha256:5555555555555555555555555555555555555555555555555555555555555555",
        "",
        "../../x",
        "example.com/A:1",
        "a b",
        "example.com/a@sha256:77"
      })
  void whatNamesNoRegistryIsLeftOut(String id) throws Exception {
    assertThat(images("", "\"containerStatuses\":[{\"imageID\":\"" + id + "\"}]")).isEmpty();
  }

  @Test
  void aWatchTellsOfPodsThatComeAndChange() throws Exception {
    String pod = "{\"spec\":{\"containers\":[{\"image\":\"example.com/a:1\"}]}}";
    assertThat(event("ADDED", pod)).hasSize(1);
    assertThat(event("MODIFIED", pod)).hasSize(1);
    assertThat(event("DELETED", pod)).isEmpty();
    assertThat(event("ERROR", "{\"kind\":\"Status\",\"code\":410}")).isEmpty();
    assertThat(event("BOOKMARK", "{}")).isEmpty();
  }

  private static java.util.Set<UsedImage> event(String type, String object) throws Exception {
    return PodImages.event(Bytes.utf8("{\"type\":\"%s\",\"object\":%s}".formatted(type, object)));
  }
}
