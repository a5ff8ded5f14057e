/**
 * How long it takes to render the files of nodes from many policies, and how many objects it makes.
 * Begin with {@link io.sealbus.bench.render.Rendering}.
 */
@NullMarked
package io.sealbus.bench.render;

import org.jspecify.annotations.NullMarked;
