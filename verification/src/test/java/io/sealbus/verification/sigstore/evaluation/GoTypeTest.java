package io.sealbus.verification.sigstore.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealbus.verification.json.CanonicalJson;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a statement a policy sees; the expectations are how Go's encoding/json is defined. */
class GoTypeTest {
  private static String document(String type, String predicate) throws Exception {
    String statement =
        "{\"_type\":\"t\",\"predicateType\":\"p\",\"subject\":[{\"name\":\"n\",\"uri\":\"lost\"}],"
            + "\"predicate\":"
            + predicate
            + "}";
    return CanonicalJson.of(PredicateType.of(type).document(JsonParser.parse(statement, 1 << 20)));
  }

  private static String around(String predicate) {
    return "{\"_type\":\"t\",\"predicate\":"
        + predicate
        + ",\"predicateType\":\"p\",\"subject\":[{\"digest\":null,\"name\":\"n\"}]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0|1",
        "12345678901234567890|12345678901234567000",
        "{\"b\":1,\"a\":[null,true,\"x\"]}|{\"a\":[null,true,\"x\"],\"b\":1}",
        "{\"a\":1,\"a\":2}|{\"a\":2}",
        "null|null"
      })
  void keepsWhatHasNoType(String given, String passed) throws Exception {
    assertThat(document("custom", given)).isEqualTo(around(passed));
    assertThat(document("https://example.com/p", given)).isEqualTo(around(passed));
  }

  @Test
  void losesWhatATypeDoesNotKnowAndGivesZeroValues() throws Exception {
    assertThat(document("slsaprovenance", "{\"x\":1,\"BUILDER\":{\"id\":\"b\"}}"))
        .isEqualTo(
            around(
                "{\"buildType\":\"\",\"builder\":{\"id\":\"b\"},\"invocation\":{\"configSource\":{}}}"));
  }

  @Test
  void writesTimesAsGoDoes() throws Exception {
    String given =
        "{\"metadata\":{\"buildStartedOn\":\"2024-01-02T03:04:05.500+00:00\","
            + "\"buildFinishedOn\":\"2024-01-02T03:04:05+02:00\"}}";
    assertThat(document("slsaprovenance", given))
        .contains("\"buildStartedOn\":\"2024-01-02T03:04:05.5Z\"")
        .contains("\"buildFinishedOn\":\"2024-01-02T03:04:05+02:00\"");
    assertThat(document("vuln", "{}")).contains("\"scanStartedOn\":\"0001-01-01T00:00:00Z\"");
  }

  @Test
  void refusesAnotherType() {
    assertThatThrownBy(() -> document("slsaprovenance", "{\"builder\":\"b\"}"))
        .isInstanceOf(InvalidJsonException.class);
    assertThatThrownBy(() -> document("vuln", "[]")).isInstanceOf(InvalidJsonException.class);
  }
}
