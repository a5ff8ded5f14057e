package io.sealbus.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void nextStepStaysInTheTrace() {
    TraceContext next = TraceContext.parse(HEADER).next();

    assertThat(next.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(next.spanId()).isNotEqualTo("00f067aa0ba902b7");
    assertThat(TraceContext.parse(next.header())).isEqualTo(next);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-xyz",
        HEADER + "-extra",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void malformedHeaderBeginsANewTrace(String header) {
    assertThat(TraceContext.parse(header).traceId())
        .hasSize(32)
        .isNotEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }
}
