package io.sealbus.signaturefetcher.source;

import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.Map;
import java.util.Optional;

/**
 * Under which name people pull from the repositories of an artifact manager.
 *
 * @param byRepository by the manager's name of a repository, {@code registry} or {@code
 *     registry/path}
 */
record PullPlaces(Map<String, String> byRepository) {
  PullPlaces {
    byRepository = Map.copyOf(byRepository);
  }

  /** Whether any repository is listed. */
  boolean isAny() {
    return !byRepository.isEmpty();
  }

  /** Whether {@code repository} is listed. */
  boolean names(String repository) {
    return byRepository.containsKey(repository);
  }

  /** Where {@code image} of {@code repository} is pulled; empty where that is not listed. */
  Optional<Where> find(String repository, String image) {
    String place = byRepository.get(repository);
    if (place == null) {
      return Optional.empty();
    }
    int slash = place.indexOf('/');
    return Optional.of(
        slash < 0
            ? Where.at(place, image)
            : Where.at(place.substring(0, slash), place.substring(slash + 1) + "/" + image));
  }
}
