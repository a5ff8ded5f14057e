/**
 * How a service lives: configuration in {@code config}, the bus in {@code bus}, HTTP in {@code
 * http}, start, health and stop in {@code service}. Nothing here knows what a policy is.
 */
@NullMarked
package io.sealbus.runtime;

import org.jspecify.annotations.NullMarked;
