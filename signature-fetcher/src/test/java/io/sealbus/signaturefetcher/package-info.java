/** Tests of the service. */
@NullMarked
package io.sealbus.signaturefetcher;

import org.jspecify.annotations.NullMarked;
