/**
 * The demo: a registry of really signed images in this process, and policies that tell them apart.
 *
 * <p>Invariant: only the registry, its keys and its images are made up; everything else is what
 * {@code sealbus up} runs. Start at {@link io.sealbus.standalone.demo.Demo}.
 */
@NullMarked
package io.sealbus.standalone.demo;

import org.jspecify.annotations.NullMarked;
