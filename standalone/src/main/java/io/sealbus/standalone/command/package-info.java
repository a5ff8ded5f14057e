/**
 * One class for each subcommand, and the options that several share.
 *
 * <p>Invariant: a command parses, calls and prints; it holds no logic. What it returns is its
 * {@link io.sealbus.standalone.ExitCode}.
 */
@NullMarked
package io.sealbus.standalone.command;

import org.jspecify.annotations.NullMarked;
