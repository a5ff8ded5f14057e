package io.sealbus.signaturefetcher;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is still to be made.
 *
 * @param attempts how many have failed in a row, at least 1
 * @param dueAt not before this instant
 * @param event id of the image event that the attempt is for, where it is known
 */
record Retry(int attempts, Instant dueAt, @Nullable String event) {}
