/**
 * The bus's records as the law's values, and its verdicts as the bus's records; evidence as the
 * store keeps it. What a foreign producer wrote wrongly becomes a reason, never a pass. Start at
 * {@link io.sealbus.verifier.records.StoredEvidence} and {@link
 * io.sealbus.verifier.records.VerdictEncoding}.
 */
@NullMarked
package io.sealbus.verifier.records;

import org.jspecify.annotations.NullMarked;
