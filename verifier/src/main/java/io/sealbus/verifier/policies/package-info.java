/**
 * The policies in force, followed from their topic and compiled: what they are at any moment, and
 * which images a change of them can touch. Start at {@link
 * io.sealbus.verifier.policies.PolicyFeed}.
 */
@NullMarked
package io.sealbus.verifier.policies;

import org.jspecify.annotations.NullMarked;
