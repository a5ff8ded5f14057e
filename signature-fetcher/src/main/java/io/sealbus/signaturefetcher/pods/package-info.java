/**
 * What runs in clusters, as a source of images: each reference that a pod names, and each digest
 * that a node says it runs, is told as an image event. Nothing of a pod is kept but that.
 *
 * <p>Start at {@link io.sealbus.signaturefetcher.pods.PodWatch}.
 */
@NullMarked
package io.sealbus.signaturefetcher.pods;

import org.jspecify.annotations.NullMarked;
