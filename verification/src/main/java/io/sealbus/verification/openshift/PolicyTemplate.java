package io.sealbus.verification.openshift;

import io.sealbus.verification.Bytes;

/** The {@code policy.json} that the platform puts on a node before any policy is configured. */
final class PolicyTemplate {
  private static final String TEXT =
      """
      {
          "default": [
              {
                  "type": "insecureAcceptAnything"
              }
          ],
          "transports":
              {
                  "docker-daemon":
                      {
                          "": [{"type":"insecureAcceptAnything"}]
                      }
              }
      }\
      """;

  private PolicyTemplate() {}

  static Bytes bytes() {
    return Bytes.utf8(TEXT);
  }
}
