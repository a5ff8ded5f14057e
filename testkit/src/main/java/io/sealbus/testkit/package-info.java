/**
 * What tests and the demo stand on. Shipped, so that users can test against it too; never used in
 * production.
 *
 * <p>Start at {@link io.sealbus.testkit.TestRegistry}, a registry in memory that real clients can
 * pull from and push to, and at {@link io.sealbus.testkit.TestSigner}, which makes really signed
 * images. The HTTP server is the JDK's own: it can drop a connection, drip a body and break a
 * promised length, which is all that a registry for tests needs, and it adds no dependency to a
 * user's class path.
 *
 * <p>Invariant: nothing here decides whether a signature is good, so that it cannot hide a fault of
 * what does.
 */
@NullMarked
package io.sealbus.testkit;

import org.jspecify.annotations.NullMarked;
