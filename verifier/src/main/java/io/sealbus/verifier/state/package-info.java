/**
 * What one task knows, in one RocksDB with one changelog: its rows, their keys, and walks along
 * images beside what was published on them. Start at {@link
 * io.sealbus.verifier.state.VerifierState}.
 */
@NullMarked
package io.sealbus.verifier.state;

import org.jspecify.annotations.NullMarked;
