/**
 * Pulls manifests and attachments from OCI registries that may be hostile, slow or broken.
 *
 * <p>Every byte is counted while it is read and checked by digest before it is handed on; every
 * answer is a value: found, authoritatively not there, or failed with a code. Calls block and are
 * made for virtual threads. Start at {@link io.sealbus.signaturefetcher.registry.RegistryClient}.
 */
@NullMarked
package io.sealbus.signaturefetcher.registry;

import org.jspecify.annotations.NullMarked;
