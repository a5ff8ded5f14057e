package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.Finding;

/**
 * What a fault of an input is about, beside the law's own {@link
 * io.sealbus.verification.resource.FindingCode}. Permanent: never renamed, never reused.
 */
enum Rule {
  NO_RESOURCE,
  TOO_MANY_RESOURCES,
  ONE_RESOURCE,
  UNKNOWN_FIELD,
  PATH_MISMATCH,
  DUPLICATE_RESOURCE,
  RECORD_TOO_LARGE,
  TOO_MANY_POLICIES,
  DUPLICATE_IN_FILES,
  FILE_UNREADABLE,
  FILE_TOO_LARGE,
  DIRECTORY_UNREADABLE,
  DIRECTORY_TOO_LARGE,
  OWNED_ELSEWHERE,
  CLUSTER_UNREADABLE,
  BUS_UNAVAILABLE;

  /** A fault of this rule. */
  Fault fault(String path, String message) {
    return new Fault(path, name(), message);
  }

  /** A finding of the law, of the resource at {@code place}. */
  static Fault fault(String place, Finding finding) {
    String path = finding.path();
    String full = path.equals("<nil>") || path.isEmpty() ? place : place + "." + path;
    return new Fault(full, finding.code().name(), finding.message());
  }
}
