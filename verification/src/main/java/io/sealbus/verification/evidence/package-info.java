/** What registries hold about an image: untrusted until a check proves it. */
@NullMarked
package io.sealbus.verification.evidence;

import org.jspecify.annotations.NullMarked;
