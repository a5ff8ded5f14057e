package io.sealbus.verification.sigstore;

import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Errors merged and ordered as the policy-controller's library does it: those of equal message and
 * details are one, with all their paths.
 */
record FieldErrors(List<FieldError> errors) {
  /** Go compares texts byte by byte. */
  private static final Comparator<String> BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final Comparator<FieldError> ORDER =
      Comparator.comparing(FieldError::message, BYTES)
          .thenComparing(FieldError::details, BYTES)
          .thenComparing(FieldError::code);

  /** Of which no two have equal message and details, unless they have different codes. */
  FieldErrors {
    record Identity(FindingCode code, String message, String details) {}
    Map<Identity, Set<String>> paths = new LinkedHashMap<>();
    for (FieldError error : errors) {
      var identity = new Identity(error.code(), error.message(), error.details());
      paths.computeIfAbsent(identity, i -> new LinkedHashSet<>()).addAll(error.paths());
    }
    List<FieldError> merged = new ArrayList<>();
    paths.forEach((identity, all) -> {
      List<String> sorted = all.stream().sorted(BYTES).toList();
      merged.add(new FieldError(identity.code(), identity.message(), sorted, identity.details()));
    });
    errors = merged.stream().sorted(ORDER).toList();
  }

  /** As the library prints them. */
  String text() {
    return errors.stream().map(FieldError::text).collect(Collectors.joining("\n"));
  }

  List<Finding> findings() {
    return errors.stream().map(FieldError::finding).toList();
  }
}
