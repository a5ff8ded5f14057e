/**
 * Policy resources in, over HTTP and from a watched directory; admitted and normalised policies out
 * on the {@code policies} topic.
 *
 * <p>Invariant: nothing reaches the topic that admission did not accept, every answer that says
 * "written" names the offset that Kafka acknowledged, and no fault of an input ever deletes a
 * policy. One process at a time writes the policies of one domain. Start at {@link
 * io.sealbus.policyingest.PolicyIngestService}.
 */
@NullMarked
package io.sealbus.policyingest;

import org.jspecify.annotations.NullMarked;
