package io.sealbus.schemas;

import java.util.regex.Pattern;

/**
 * What topics are called in one deployment: prefix, dot, name.
 *
 * @param prefix before the topics of the policy plane
 * @param evidencePrefix before the topics of the evidence plane; another one than {@code prefix}
 *     where several policy domains share an evidence plane
 */
public record TopicNames(String prefix, String evidencePrefix) {
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,99}");

  public TopicNames {
    if (!LEGAL.matcher(prefix).matches() || !LEGAL.matcher(evidencePrefix).matches()) {
      throw new IllegalArgumentException(
          "topic prefix: '%s', '%s' (expected: 1 to 100 of a-z A-Z 0-9 . _ -)"
              .formatted(prefix, evidencePrefix));
    }
  }

  /** One prefix for all topics. */
  public static TopicNames under(String prefix) {
    return new TopicNames(prefix, prefix);
  }

  /** The name of {@code topic} on the bus. */
  public String of(Topic<?> topic) {
    return switch (topic.plane()) {
      case EVIDENCE -> evidencePrefix + "." + topic.name();
      case POLICY -> prefix + "." + topic.name();
    };
  }
}
