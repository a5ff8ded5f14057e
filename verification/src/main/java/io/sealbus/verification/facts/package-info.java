/**
 * What is remembered of checks: which signature verifies under which key over which message, and
 * whatever else a pure function says of bytes alone. Decisions are never remembered, nor is
 * anything that a clock or a policy plays a part in.
 *
 * <p>Start at {@link io.sealbus.verification.facts.Facts}.
 */
@NullMarked
package io.sealbus.verification.facts;

import org.jspecify.annotations.NullMarked;
