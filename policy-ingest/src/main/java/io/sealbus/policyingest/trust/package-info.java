/**
 * Reads the TUF repositories that TrustRoots name, with sigstore-java's TUF client: from a mirror
 * over https, or packed in the resource.
 *
 * <p>Invariant: what is given out was verified from the resource's own root metadata, and none of
 * that had expired by then. Start at {@link io.sealbus.policyingest.trust.TrustRootResolver}.
 */
@NullMarked
package io.sealbus.policyingest.trust;

import org.jspecify.annotations.NullMarked;
