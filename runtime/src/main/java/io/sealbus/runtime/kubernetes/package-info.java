/**
 * The API server of a Kubernetes cluster, as services follow one: lists are the truth, and watches
 * only hurry. fabric8's client reads kubeconfigs and service accounts and renews tokens; of its API
 * the plain requests are used, since its informers' caches would be a second truth.
 *
 * <p>Start at {@link io.sealbus.runtime.kubernetes.ApiServer}.
 */
@NullMarked
package io.sealbus.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
