package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.verification.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of names: of a repository's tags, or of a registry's repositories.
 *
 * @param names those that are names; a registry may list what nobody could ask for
 * @param next where the list goes on; null where it ends
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags">OCI
 *     distribution-spec, listing tags</a>
 */
public record NamePage(List<String> names, @Nullable String next) {
  public NamePage {
    names = List.copyOf(names);
  }

  /** The names under {@code member}; empty where the bytes are no such list. Never throws. */
  static Optional<List<String>> read(Bytes json, String member, Predicate<String> isName) {
    JsonNode root;
    try {
      root = StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    JsonNode list = root.path(member);
    // Some registries write null for a repository whose tags are all gone.
    if (!root.isObject() || !list.isArray() && !list.isNull()) {
      return Optional.empty();
    }
    var names = new ArrayList<String>();
    for (JsonNode name : list) {
      String text = StrictJson.text(name);
      if (isName.test(text)) {
        names.add(text);
      }
    }
    return Optional.of(names);
  }
}
