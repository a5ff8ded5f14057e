/**
 * Finds what no event told: compares what registries list with what is known, repository by
 * repository, slowly and all the time, and tells each difference as an image event. It decides
 * nothing and writes nothing else, so that there is one way from a hint to a record.
 *
 * <p>Start at {@link io.sealbus.signaturefetcher.reconcile.Reconciler}; what is asked of a registry
 * stands in {@link io.sealbus.signaturefetcher.reconcile.RepositoryLook}.
 */
@NullMarked
package io.sealbus.signaturefetcher.reconcile;

import org.jspecify.annotations.NullMarked;
