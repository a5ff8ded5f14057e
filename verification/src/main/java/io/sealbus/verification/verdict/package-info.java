/**
 * From a whole set of policies and one image to its verdict: every node file that speaks of the
 * image, every platform of it, every policy that shares the governing scope.
 *
 * <p>Start at {@link io.sealbus.verification.verdict.PolicySet}.
 */
@NullMarked
package io.sealbus.verification.verdict;

import org.jspecify.annotations.NullMarked;
