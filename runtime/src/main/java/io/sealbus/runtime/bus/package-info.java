/**
 * How a service reads and writes the bus.
 *
 * <p>Invariant: at least once, in order for each lane. An offset is committed when everything that
 * was derived from its record, and from all before it, is acknowledged by the broker; a record that
 * cannot be used becomes a dead letter and never stops its partition. Start at {@link
 * io.sealbus.runtime.bus.RecordLoop} for records in, records out; at {@link
 * io.sealbus.runtime.bus.TopicFollower} for a topic read as a table.
 */
@NullMarked
package io.sealbus.runtime.bus;

import org.jspecify.annotations.NullMarked;
