/**
 * The languages that policies about attestations are written in. An evaluation is a pure function
 * of the text and the document, and is bounded in steps rather than in time, so that it gives the
 * same answer whenever and wherever it is repeated.
 *
 * <p>Start at {@link io.sealbus.verification.language.Compilation}.
 */
@NullMarked
package io.sealbus.verification.language;

import org.jspecify.annotations.NullMarked;
