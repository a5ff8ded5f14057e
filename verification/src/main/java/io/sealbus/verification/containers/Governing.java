package io.sealbus.verification.containers;

import java.util.List;

/**
 * What governs an image: the most specific scope that the policy has, and all of its requirements.
 * Nothing is merged from other scopes.
 *
 * @param scope as the policy writes it; {@link #TRANSPORT_DEFAULT} or {@link #GLOBAL_DEFAULT} where
 *     no scope names the image
 */
public record Governing(String scope, List<Requirement> requirements) {
  /** The default of the docker transport, whose scope is the empty text. */
  public static final String TRANSPORT_DEFAULT = "";

  /** The policy's default. Never the text of a scope that governs: a registry's name has a dot. */
  public static final String GLOBAL_DEFAULT = "default";

  public Governing {
    requirements = List.copyOf(requirements);
  }
}
