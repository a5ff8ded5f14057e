/**
 * Commands that need no server: pull and judge one image, render, check documents.
 *
 * <p>Invariant: the same library judges here as in the services. Start at {@link
 * io.sealbus.standalone.oneshot.ImagePull}.
 */
@NullMarked
package io.sealbus.standalone.oneshot;

import org.jspecify.annotations.NullMarked;
