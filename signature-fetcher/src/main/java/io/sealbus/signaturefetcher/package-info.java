/**
 * Registry notifications in, images and their evidence out. Nothing here judges a signature.
 *
 * <p>Invariant: "the registry has none" is only ever said on the registry's own authority; whatever
 * else goes wrong is written down as a failure with its code and is tried again.
 */
@NullMarked
package io.sealbus.signaturefetcher;

import org.jspecify.annotations.NullMarked;
