/**
 * JSON of foreign origin: bounded, nothing silently dropped. Duplicate members stay visible, so
 * that each caller decides what they mean; number texts are kept as written.
 *
 * <p>Start at {@link io.sealbus.verification.json.JsonParser}.
 */
@NullMarked
package io.sealbus.verification.json;

import org.jspecify.annotations.NullMarked;
