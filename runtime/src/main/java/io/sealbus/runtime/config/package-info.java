/**
 * Configuration: flat {@code key=value} settings, parsed once at start into one record a service.
 *
 * <p>Invariant: an unknown key or a bad value stops the start and says which, and what was
 * expected.
 */
@NullMarked
package io.sealbus.runtime.config;

import org.jspecify.annotations.NullMarked;
