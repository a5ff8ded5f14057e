package io.sealbus.policyingest;

import io.sealbus.schemas.PolicyRecord;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A policy as it stands on the topic.
 *
 * @param version the offset of its record
 */
record CurrentPolicy(ResourceKey key, PolicyRecord record, long version) {
  /** The resource as it was handed in; empty where the record holds none. */
  Optional<Resource> document() {
    byte[] document = record.getDocument().getBytes(StandardCharsets.UTF_8);
    if (Documents.read(document, Submission.LIMITS)
            instanceof Reading.Read<List<Node>>(List<Node> documents)
        && documents.size() == 1
        && Resource.of(documents.getFirst()) instanceof Reading.Read<Resource>(Resource resource)) {
      return Optional.of(resource);
    }
    return Optional.empty();
  }
}
