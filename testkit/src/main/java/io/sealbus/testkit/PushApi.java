package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The writing half of the distribution specification: push and content management. */
final class PushApi {
  private static final int MANIFEST_LIMIT = 4 << 20;
  private static final int UPLOADS_LIMIT = 256;
  private static final Pattern DIGEST = Pattern.compile("(sha256|sha512):[0-9a-f]{64,128}");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  private final PullApi pull;
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();

  PushApi(PullApi pull) {
    this.pull = pull;
  }

  /** POST: begins an upload, or takes a whole blob at once. */
  Answer begin(RegistryRequest request, Route.Uploads route) {
    if (!NAME.matcher(route.repository()).matches()) {
      return RegistryError.NAME_INVALID.answer();
    }
    Optional<String> digest = request.parameter("digest");
    if (digest.isPresent()) {
      return store(request, route.repository(), digest.get(), request.body());
    }
    if (uploads.size() >= UPLOADS_LIMIT) {
      return Answer.status(429).header("Retry-After", "1");
    }
    // A mount is answered with an upload, which the specification allows and clients handle.
    String id = UUID.randomUUID().toString();
    uploads.put(id, new ByteArrayOutputStream());
    return progress(202, route.repository(), id, 0);
  }

  /** PATCH, PUT, GET and DELETE on an upload that has begun. */
  Answer upload(RegistryRequest request, Route.Upload route) {
    ByteArrayOutputStream upload = uploads.get(route.id());
    if (upload == null) {
      return RegistryError.BLOB_UPLOAD_UNKNOWN.answer();
    }
    synchronized (upload) {
      return switch (request.method()) {
        case "GET" -> progress(204, route.repository(), route.id(), upload.size());
        case "PATCH" -> append(request, route, upload);
        case "PUT" -> finish(request, route, upload);
        case "DELETE" -> {
          uploads.remove(route.id());
          yield Answer.status(204);
        }
        default -> RegistryError.UNSUPPORTED.answer();
      };
    }
  }

  private static Answer append(
      RegistryRequest request, Route.Upload route, ByteArrayOutputStream upload) {
    Optional<String> range = request.header("Content-Range");
    if (range.isPresent() && !range.get().startsWith(upload.size() + "-")) {
      return RegistryError.BLOB_UPLOAD_INVALID.answer();
    }
    if (upload.size() + (long) request.body().length > Exchange.BODY_LIMIT) {
      return RegistryError.SIZE_INVALID.answer();
    }
    upload.writeBytes(request.body());
    return progress(202, route.repository(), route.id(), upload.size());
  }

  private Answer finish(RegistryRequest request, Route.Upload route, ByteArrayOutputStream upload) {
    Answer appended = append(request, route, upload);
    if (appended.status() != 202) {
      return appended;
    }
    uploads.remove(route.id());
    return store(
        request, route.repository(), request.parameter("digest").orElse(""), upload.toByteArray());
  }

  private static Answer progress(int status, String repository, String id, int size) {
    return Answer.status(status)
        .header("Location", "/v2/%s/blobs/uploads/%s".formatted(repository, id))
        .header("Docker-Upload-UUID", id)
        .header("Range", "0-" + Math.max(0, size - 1));
  }

  private static Answer store(
      RegistryRequest request, String repository, String digest, byte[] bytes) {
    if (!Content.matches(digest, bytes)) {
      return RegistryError.DIGEST_INVALID.answer();
    }
    request
        .host()
        .repository(repository)
        .putBlob(Content.of(Change.BLOB, bytes), digest, request.origin());
    return created("/v2/%s/blobs/%s".formatted(repository, digest), digest);
  }

  private static Answer created(String location, String digest) {
    return Answer.status(201).header("Location", location).header("Docker-Content-Digest", digest);
  }

  /** PUT of a manifest. */
  Answer putManifest(RegistryRequest request, Route.Manifest route) {
    String reference = route.tagOrDigest();
    boolean byDigest = DIGEST.matcher(reference).matches();
    Optional<RegistryError> error = refusal(request, route, byDigest);
    if (error.isPresent()) {
      return error.get().answer();
    }
    String mediaType =
        request.header("Content-Type").map(type -> type.split(";", -1)[0].strip()).orElse("");
    Content manifest = Content.of(mediaType, request.body());
    String digest = byDigest ? reference : manifest.digest();
    request
        .host()
        .repository(route.repository())
        .putManifest(byDigest ? null : reference, manifest, digest, request.origin());
    Answer answer = created("/v2/%s/manifests/%s".formatted(route.repository(), digest), digest);
    Optional<String> subject = Repository.subject(manifest);
    return subject.isPresent() && pull.referrersApi(request.host())
        ? answer.header("OCI-Subject", subject.get())
        : answer;
  }

  private static Optional<RegistryError> refusal(
      RegistryRequest request, Route.Manifest route, boolean byDigest) {
    if (!NAME.matcher(route.repository()).matches()) {
      return Optional.of(RegistryError.NAME_INVALID);
    }
    if (!byDigest && !TAG.matcher(route.tagOrDigest()).matches()) {
      return Optional.of(RegistryError.TAG_INVALID);
    }
    if (request.body().length > MANIFEST_LIMIT) {
      return Optional.of(RegistryError.SIZE_INVALID);
    }
    if (byDigest && !Content.matches(route.tagOrDigest(), request.body())) {
      return Optional.of(RegistryError.DIGEST_INVALID);
    }
    Optional<JsonNode> json = Json.parse(request.body());
    if (json.isEmpty() || request.header("Content-Type").isEmpty()) {
      return Optional.of(RegistryError.MANIFEST_INVALID);
    }
    return complete(request.host().repository(route.repository()), json.get())
        ? Optional.empty()
        : Optional.of(RegistryError.MANIFEST_BLOB_UNKNOWN);
  }

  /** Whether all that the manifest names is there; a subject need not be. */
  private static boolean complete(Repository repository, JsonNode manifest) {
    for (JsonNode child : manifest.path("manifests")) {
      if (repository.manifest(child.path("digest").asText()).isEmpty()) {
        return false;
      }
    }
    for (JsonNode layer : manifest.path("layers")) {
      if (!layer.has("urls") && repository.blob(layer.path("digest").asText()).isEmpty()) {
        return false;
      }
    }
    JsonNode config = manifest.path("config").path("digest");
    return config.isMissingNode() || repository.blob(config.asText()).isPresent();
  }

  Answer deleteManifest(RegistryRequest request, Route.Manifest route) {
    Optional<Repository> repository = request.host().existing(route.repository());
    if (repository.isEmpty()) {
      return RegistryError.NAME_UNKNOWN.answer();
    }
    boolean found =
        DIGEST.matcher(route.tagOrDigest()).matches()
            ? repository.get().deleteManifest(route.tagOrDigest(), request.origin())
            : repository.get().deleteTag(route.tagOrDigest(), request.origin());
    return found ? Answer.status(202) : RegistryError.MANIFEST_UNKNOWN.answer();
  }

  Answer deleteBlob(RegistryRequest request, Route.Blob route) {
    boolean found =
        request
            .host()
            .existing(route.repository())
            .map(repository -> repository.deleteBlob(route.digest(), request.origin()))
            .orElse(false);
    return found ? Answer.status(202) : RegistryError.BLOB_UNKNOWN.answer();
  }
}
