/**
 * Who may say that something changed at a registry, and what their words mean: webhooks in, {@code
 * image-events} out.
 *
 * <p>Invariant: bounded, then authenticated by the bytes as they came, then read, then durable,
 * then answered. No URL of a delivery is ever used, and no registry comes out that is not
 * configured.
 *
 * <p>Start at {@link io.sealbus.signaturefetcher.source.SourceKind}, which lists the senders, and
 * {@link io.sealbus.signaturefetcher.source.Webhooks}, which puts the parts together.
 */
@NullMarked
package io.sealbus.signaturefetcher.source;

import org.jspecify.annotations.NullMarked;
