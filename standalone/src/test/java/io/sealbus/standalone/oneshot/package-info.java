/** One image, judged at once. */
@NullMarked
package io.sealbus.standalone.oneshot;

import org.jspecify.annotations.NullMarked;
