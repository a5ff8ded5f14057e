/**
 * A fleet of up to a million signed images: what a change of policies costs, what fresh pushes
 * notice of it, how long a restart takes, and how many bytes an image is on disk and in memory. A
 * broker and a verifier in this JVM. Start at {@link io.sealbus.bench.fleet.FleetPart}.
 */
@NullMarked
package io.sealbus.bench.fleet;

import org.jspecify.annotations.NullMarked;
