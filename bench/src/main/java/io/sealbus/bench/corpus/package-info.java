/**
 * The cases that everybody is measured on: for each kind of evidence some hundred images, really
 * signed, each with evidence of its own, and the policy that lets them in.
 *
 * <p>Made anew by each run from seeds, so that nothing of it need be kept; handed to the peers as
 * one file for each kind. Invariant: beside each image stand the signature checks that nobody can
 * avoid, because they are about this image alone. Start at {@link io.sealbus.bench.corpus.Kinds}.
 */
@NullMarked
package io.sealbus.bench.corpus;

import org.jspecify.annotations.NullMarked;
