/**
 * What tests and the demo stand on. Shipped, so that users can test against it too; never used in
 * production.
 *
 * <p>Invariant: nothing here decides whether a signature is good, so that it cannot hide a fault of
 * what does.
 */
@NullMarked
package io.sealbus.testkit;

import org.jspecify.annotations.NullMarked;
