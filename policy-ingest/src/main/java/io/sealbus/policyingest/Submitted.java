package io.sealbus.policyingest;

import io.sealbus.verification.resource.Resource;

/**
 * A resource that was handed in, not admitted yet.
 *
 * @param place where it stands in the text: {@code documents[1]}, {@code documents[0].items[3]}
 */
record Submitted(String place, Resource resource) {}
