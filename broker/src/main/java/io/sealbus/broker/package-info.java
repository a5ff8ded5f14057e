/**
 * The embedded Kafka broker: one KRaft node, broker and controller in one, with its log in a data
 * directory. Start at {@link io.sealbus.broker.EmbeddedBroker}.
 *
 * <p>Invariants: what the broker acknowledged is there after a kill of the process; a directory
 * that is not ours, or not readable by this version, is left as it is; Kafka never ends the JVM
 * behind our back, see {@link io.sealbus.broker.EmbeddedBroker#failure()}.
 *
 * <p>Kafka says much at INFO. {@link io.sealbus.broker.EmbeddedBroker#LOG_LEVELS} names the loggers
 * to quieten and how far. The broker's own words go to {@code io.sealbus.broker}.
 */
@NullMarked
package io.sealbus.broker;

import org.jspecify.annotations.NullMarked;
