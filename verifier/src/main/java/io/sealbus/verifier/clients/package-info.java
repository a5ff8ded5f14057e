/**
 * Kafka's clients as Streams makes them for the verifier's threads: when what was sent has arrived,
 * and when what somebody waits for leaves. Start at {@link
 * io.sealbus.verifier.clients.StreamsClients}.
 */
@NullMarked
package io.sealbus.verifier.clients;

import org.jspecify.annotations.NullMarked;
