/** Tests of the service. */
@NullMarked
package io.sealbus.signaturefetcher.pods;

import org.jspecify.annotations.NullMarked;
