/**
 * The {@code config.openshift.io} dialect: ClusterImagePolicy and ImagePolicy from the resource as
 * written, through admission as the API server does it, to the files that the machine config
 * controller puts on every node and the status that it writes.
 *
 * <p>Invariant: one model of a {@code policy.json} is both printed and judged, and each requirement
 * in it still names the policy that it came from. What the controller refuses to render is a {@link
 * io.sealbus.verification.openshift.NodeConfiguration.Failed}, never a smaller set of files.
 *
 * <p>Start at {@link io.sealbus.verification.openshift.Admission} for what comes in and at {@link
 * io.sealbus.verification.openshift.NodeConfiguration} for what goes out.
 */
@NullMarked
package io.sealbus.verification.openshift;

import org.jspecify.annotations.NullMarked;
