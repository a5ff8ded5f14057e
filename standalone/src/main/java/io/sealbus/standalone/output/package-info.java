/**
 * What commands print: tables for people, JSON for programs, progress on standard error.
 *
 * <p>Invariant: foreign text never reaches a terminal with control characters in it.
 */
@NullMarked
package io.sealbus.standalone.output;

import org.jspecify.annotations.NullMarked;
