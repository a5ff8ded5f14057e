package io.sealbus.testkit;

import org.jspecify.annotations.Nullable;

/**
 * Something was pushed to a repository or deleted from it.
 *
 * @param content null for a deletion
 * @param digest null for the deletion of a tag
 * @param tag null unless pushed by tag or the deletion of a tag
 */
record Change(
    String action,
    String repository,
    @Nullable Content content,
    @Nullable String digest,
    @Nullable String tag,
    Origin origin) {

  /** A registry is not told what a blob is. */
  static final String BLOB = "application/octet-stream";

  /** Who asked for it: what a notification says about the request. */
  record Origin(String host, String address, String method, String userAgent) {}
}
