/** Tests of the registry client against registries that misbehave. */
@NullMarked
package io.sealbus.signaturefetcher.registry;

import org.jspecify.annotations.NullMarked;
