package io.sealbus.signaturefetcher.registry;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which registries the helpers of the clouds make tokens for. A helper that goes by a part of the
 * name can be led to make one for a host that only looks like its cloud's (CVE-2026-105769), so it
 * is not run for any other.
 */
final class CloudRegistries {
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";

  private static final List<Pattern> AMAZON =
      List.of(
          Pattern.compile(
              "[0-9]{12}\\.dkr\\.ecr(?:-fips)?\\." + LABEL + "\\.amazonaws\\.com(?:\\.cn)?"),
          Pattern.compile("[0-9]{12}\\.dkr-ecr(?:-fips)?\\." + LABEL + "\\.on\\.aws"),
          Pattern.compile("public\\.ecr\\.aws"));
  private static final List<Pattern> AZURE =
      List.of(
          Pattern.compile(LABEL + "(?:\\." + LABEL + "\\.data)?\\.azurecr\\.(?:io|cn|us|de)"),
          Pattern.compile(LABEL + "\\.geo\\.azurecr\\.io"));
  private static final List<Pattern> GOOGLE =
      List.of(
          Pattern.compile("(?:(?:us|eu|asia|marketplace|mirror|k8s)\\.)?gcr\\.io"),
          Pattern.compile(LABEL + "-docker\\.pkg\\.dev"));

  private static final Map<String, List<Pattern>> HELPERS =
      Map.of(
          "ecr-login", AMAZON,
          "acr-env", AZURE,
          "acr-linux", AZURE,
          "gcloud", GOOGLE,
          "gcr", GOOGLE);

  private CloudRegistries() {}

  /** Whether the helper may be run for {@code registry}, a host with an optional port. */
  static boolean serves(String helper, String registry) {
    List<Pattern> hosts = HELPERS.get(helper);
    // The clouds' registries have no other port; whatever listens on one is somebody else.
    return hosts == null || hosts.stream().anyMatch(host -> host.matcher(registry).matches());
  }
}
