/**
 * The {@code sealbus} command: every service in one JVM on an embedded broker, services against a
 * Kafka of one's own, a client of a running server, and one-shot commands.
 *
 * <p>Invariant: nothing here decides anything. Commands in {@code command} parse their arguments,
 * call who knows, and print what came back; every failure is one line with a code and what to do.
 * Start at {@link io.sealbus.standalone.Sealbus}.
 */
@NullMarked
package io.sealbus.standalone;

import org.jspecify.annotations.NullMarked;
