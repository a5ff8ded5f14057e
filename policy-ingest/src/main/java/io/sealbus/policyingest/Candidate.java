package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem.Fault;
import io.sealbus.verification.resource.ResourceKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource that passed admission, ready to be written.
 *
 * @param version API version without its group
 * @param generation as the platform gave it; 0 where it gave none
 * @param spec the normalised spec as JSON; equal specs have equal text
 * @param document as handed in, as JSON
 * @param confirmation what the document says of its impact on the platform's release; it is not in
 *     the spec, and a change of it counts all the same
 * @param warnings what is taken, and better were not written
 */
record Candidate(
    ResourceKey key,
    String version,
    @Nullable String uid,
    long generation,
    List<String> scopes,
    String spec,
    String document,
    @Nullable String confirmation,
    List<Fault> warnings) {
  Candidate {
    scopes = List.copyOf(scopes);
    warnings = List.copyOf(warnings);
  }
}
