/**
 * The nodes' files and the policies' status: rendered from all policies together, published where
 * they changed, served over HTTP and written into a directory.
 *
 * <p>Invariant: what cannot be rendered as a whole is not published in part; the last good files
 * stay. An older version of the policies never overwrites what a newer one led to. Start at {@link
 * io.sealbus.renderer.node.NodeFiles}.
 */
@NullMarked
package io.sealbus.renderer.node;

import org.jspecify.annotations.NullMarked;
