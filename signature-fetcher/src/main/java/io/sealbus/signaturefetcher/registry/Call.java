package io.sealbus.signaturefetcher.registry;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param guarded whether the target's addresses must be public ones; they are looked up once, and
 *     the very address that was checked is connected to
 * @param insecure whether the target's certificate is not checked
 * @param form body of a POST; null for none
 * @param bound most bytes that a 2xx answer may have
 */
record Call(
    HttpMethod method,
    URI target,
    boolean guarded,
    boolean insecure,
    MultiMap headers,
    @Nullable String form,
    int bound) {}
