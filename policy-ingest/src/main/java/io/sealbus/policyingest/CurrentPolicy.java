package io.sealbus.policyingest;

import io.sealbus.schemas.PolicyRecord;
import io.sealbus.verification.resource.ResourceKey;

/**
 * A policy as it stands on the topic.
 *
 * @param version the offset of its record
 */
record CurrentPolicy(ResourceKey key, PolicyRecord record, long version) {}
