/**
 * Text the way Go's standard library reads and writes it, where a reference's answer or message
 * depends on that.
 *
 * <p>Start at {@link io.sealbus.verification.golang.GoUrl}.
 */
@NullMarked
package io.sealbus.verification.golang;

import org.jspecify.annotations.NullMarked;
