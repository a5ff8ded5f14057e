/**
 * The verdicts as a table that can be asked, and as a stream that can be resumed.
 *
 * <p>Invariant: the table and the offsets up to which it reflects the {@code verdicts} topic are
 * written in one transaction, and an older verdict never replaces a newer one. Start at {@link
 * io.sealbus.renderer.verdict.VerdictStore} for the table, at {@link
 * io.sealbus.renderer.verdict.VerdictFeed} for the stream.
 */
@NullMarked
package io.sealbus.renderer.verdict;

import org.jspecify.annotations.NullMarked;
