package io.sealbus.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The error codes of the distribution specification, with the status each is sent with.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes">error
 *     codes</a>
 */
enum RegistryError {
  BLOB_UNKNOWN(404, "blob unknown to registry"),
  BLOB_UPLOAD_INVALID(416, "blob upload out of order"),
  BLOB_UPLOAD_UNKNOWN(404, "blob upload unknown to registry"),
  DENIED(403, "requested access to the resource is denied"),
  DIGEST_INVALID(400, "provided digest did not match uploaded content"),
  MANIFEST_BLOB_UNKNOWN(404, "manifest references a manifest or blob unknown to registry"),
  MANIFEST_INVALID(400, "manifest invalid"),
  MANIFEST_UNKNOWN(404, "manifest unknown to registry"),
  NAME_INVALID(400, "invalid repository name"),
  NAME_UNKNOWN(404, "repository name not known to registry"),
  SIZE_INVALID(413, "content too large"),
  TAG_INVALID(400, "invalid tag"),
  UNAUTHORIZED(401, "authentication required"),
  UNSUPPORTED(405, "the operation is unsupported");

  private final int status;
  private final String message;

  RegistryError(int status, String message) {
    this.status = status;
    this.message = message;
  }

  Answer answer() {
    ObjectNode error = Json.object();
    error.putArray("errors").addObject().put("code", name()).put("message", message);
    return Answer.status(status).json(error);
  }
}
