package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one policy.
 *
 * @param version the policy version, that is the offset, at which it now stands; null for what was
 *     not written, or not for certain
 * @param warnings what was taken, and better were not written
 */
record Change(
    ResourceKey key, Action action, long generation, @Nullable Long version, List<Fault> warnings) {
  Change {
    warnings = List.copyOf(warnings);
  }

  /** One without warnings. */
  Change(ResourceKey key, Action action, long generation, @Nullable Long version) {
    this(key, action, generation, version, List.of());
  }

  /** What became of it; in a dry run, what would become. */
  enum Action {
    CREATED,
    CONFIGURED,
    UNCHANGED,
    DELETED,
    /** Kafka did not acknowledge the record in time: it may or may not come to stand there. */
    UNKNOWN,
    /** An earlier record was not acknowledged, and this one not sent. */
    NOT_WRITTEN
  }
}
