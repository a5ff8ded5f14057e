/**
 * Policies in CUE, as the reference evaluates them: the text is compiled alone, unified with the
 * document and validated without asking for concreteness. Written to the CUE language
 * specification; where it leaves open, to the reference's engine (0.15.4), against which the
 * vectors under {@code vectors/cue} were recorded.
 *
 * <p>A text that uses what is not covered is refused when it is compiled. What comes up only during
 * an evaluation and cannot be decided as the engine does ends it undetermined. Neither is ever a
 * pass.
 *
 * <p>Start at {@link io.sealbus.verification.language.cue.CuePolicyText}: {@link
 * io.sealbus.verification.language.cue.Parser} reads, {@link
 * io.sealbus.verification.language.cue.Scopes} checks references, {@link
 * io.sealbus.verification.language.cue.Evaluator} evaluates a tree of {@link
 * io.sealbus.verification.language.cue.Vertex}.
 */
@NullMarked
package io.sealbus.verification.language.cue;

import org.jspecify.annotations.NullMarked;
