/**
 * The renderer: policies in, node files and policy status out; verdicts in, API and stream out. It
 * judges no signature.
 *
 * <p>Invariant: what is published for nodes reflects all policies up to one version, or nothing is
 * published. Start at {@link io.sealbus.renderer.RendererService}.
 */
@NullMarked
package io.sealbus.renderer;

import org.jspecify.annotations.NullMarked;
