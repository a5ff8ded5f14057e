/**
 * What is remembered of checks: which signature verifies under which key over which message, and
 * which evidence, read whole, holds under which trust. A fact is what a pure function says of bytes
 * alone. Decisions are never remembered, nor is anything that a clock plays a part in.
 *
 * <p>Start at {@link io.sealbus.verification.facts.Facts}.
 */
@NullMarked
package io.sealbus.verification.facts;

import org.jspecify.annotations.NullMarked;
