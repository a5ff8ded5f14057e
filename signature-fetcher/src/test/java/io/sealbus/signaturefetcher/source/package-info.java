/** Tests of the sources, most of them as vectors under {@code vectors/webhooks}. */
@NullMarked
package io.sealbus.signaturefetcher.source;

import org.jspecify.annotations.NullMarked;
