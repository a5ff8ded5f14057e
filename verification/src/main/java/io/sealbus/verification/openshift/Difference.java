package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a node decides differently by a new file than by the old one.
 *
 * @param subject what it is about
 * @param scope of images that it is about; {@code default} for those of no scope, empty for {@link
 *     Subject#BYTES}
 * @param before what held; null for something new. Keys and certificates are shown by their digest
 * @param after what holds now; null for something that is gone
 * @param policies that what holds now comes from, where it comes from policies; what is gone no
 *     longer has any
 */
public record Difference(
    Subject subject,
    String scope,
    @Nullable String before,
    @Nullable String after,
    List<ResourceKey> policies) {
  /** What a difference can be about. */
  public enum Subject {
    /** A requirement that images of the scope have to meet. */
    REQUIREMENT,
    /** Whether signatures are looked for beside the images of the scope. */
    ATTACHMENTS,
    /** Nothing that matters: the same content is written in another way, or nobody can read it. */
    BYTES
  }

  public Difference {
    policies = List.copyOf(policies);
  }

  /** One line: {@code +} for what is new, {@code -} for what is gone, {@code ~} for a change. */
  public String text() {
    String sign = before == null ? "+" : after == null ? "-" : "~";
    String what = before == null ? after : after == null ? before : before + " -> " + after;
    String name = scope.isEmpty() ? "" : scope + ": ";
    String from =
        policies.isEmpty()
            ? ""
            : " (" + String.join(", ", policies.stream().map(ResourceKey::text).toList()) + ")";
    return sign + " " + name + what + from;
  }
}
