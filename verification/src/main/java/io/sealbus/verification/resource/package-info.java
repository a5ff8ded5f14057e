/**
 * Kubernetes resources as they are handed in: YAML or JSON bytes, read safely into plain values.
 *
 * <p>Invariant: whatever the bytes, reading ends within its {@link
 * io.sealbus.verification.resource.Limits} and answers with values or with coded findings; it never
 * throws for what the bytes hold. Nothing here knows what a policy is.
 *
 * <p>Start at {@link io.sealbus.verification.resource.Documents}.
 */
@NullMarked
package io.sealbus.verification.resource;

import org.jspecify.annotations.NullMarked;
