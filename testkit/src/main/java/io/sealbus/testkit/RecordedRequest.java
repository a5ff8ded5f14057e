package io.sealbus.testkit;

/**
 * A request as it reached a {@link TestRegistry}.
 *
 * @param host the logical host that it was taken to be for
 * @param path decoded, without the query
 * @param query as sent, empty if there is none
 * @param authorized whether it had an {@code Authorization} header, right or wrong
 */
public record RecordedRequest(
    String host, String method, String path, String query, boolean authorized) {}
