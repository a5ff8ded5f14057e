package io.sealbus.bench.corpus;

import io.sealbus.testkit.Content;
import io.sealbus.verification.evidence.AttachedEvidence;
import io.sealbus.verification.reference.Digest;
import io.sealbus.verification.reference.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * One image with its evidence.
 *
 * @param evidence as the fetcher leaves it
 * @param objects what a registry has of all that, by its path below the repository: {@code
 *     manifests/<tag or digest>}, {@code blobs/<digest>}, {@code referrers/<digest>}
 * @param checks that nobody can avoid, since they are about this image alone
 */
public record Subject(
    ImageReference reference,
    Digest digest,
    AttachedEvidence evidence,
    Map<String, Content> objects,
    List<Check> checks) {
  public Subject {
    objects = Map.copyOf(objects);
    checks = List.copyOf(checks);
  }
}
