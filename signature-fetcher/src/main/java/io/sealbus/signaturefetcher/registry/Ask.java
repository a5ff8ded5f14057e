package io.sealbus.signaturefetcher.registry;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A question to a registry.
 *
 * @param repository that it is about, and that authentication is for
 * @param insecure whether the registry's certificate is not checked, and TLS may be missing
 * @param path from its first slash on, fit for a URL
 * @param headOnly whether to ask for the head of the answer alone
 * @param unless an entity tag; where it is still the current one the answer is 304. Null for none
 * @param bound most bytes that a 2xx answer may have
 */
record Ask(
    RepositoryName repository,
    boolean insecure,
    Lane lane,
    String path,
    String accept,
    boolean headOnly,
    @Nullable String unless,
    int bound) {
  HttpMethod method() {
    return headOnly ? HttpMethod.HEAD : HttpMethod.GET;
  }

  MultiMap headers() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Accept", accept);
    return unless == null ? headers : headers.add("If-None-Match", unless);
  }
}
