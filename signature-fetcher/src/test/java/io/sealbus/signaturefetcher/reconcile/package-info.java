/** Tests of the service. */
@NullMarked
package io.sealbus.signaturefetcher.reconcile;

import org.jspecify.annotations.NullMarked;
