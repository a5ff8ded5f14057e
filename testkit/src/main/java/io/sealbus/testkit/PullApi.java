package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reading half of the distribution specification: pull and content discovery. */
final class PullApi {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

  private volatile boolean strictAccept;
  private volatile boolean referrersApi = true;

  void strictAccept(boolean strict) {
    strictAccept = strict;
  }

  void referrersApi(boolean supported) {
    referrersApi = supported;
  }

  boolean referrersApi(RegistryHost host) {
    return host.hasReferrersApi(referrersApi);
  }

  Answer manifest(RegistryRequest request, Route.Manifest route) {
    Optional<Repository> repository = request.host().existing(route.repository());
    if (repository.isEmpty()) {
      return RegistryError.NAME_UNKNOWN.answer();
    }
    Optional<Content> found = repository.get().manifest(route.tagOrDigest());
    if (found.isEmpty() || !acceptable(request, found.get())) {
      return RegistryError.MANIFEST_UNKNOWN.answer();
    }
    Content manifest = found.get();
    String digest = repository.get().digestOf(route.tagOrDigest()).orElse(manifest.digest());
    String etag = "\"" + digest + "\"";
    // As the distribution project's registry does: its tag of a manifest is the digest.
    Answer answer =
        request.headers("If-None-Match").contains(etag)
            ? Answer.status(304)
            : Answer.status(200)
                .header("Content-Type", manifest.mediaType())
                .body(manifest.bytes());
    return answer.header("Docker-Content-Digest", digest).header("ETag", etag);
  }

  private boolean acceptable(RegistryRequest request, Content manifest) {
    List<String> accepted =
        request.headers("Accept").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(value -> value.split(";", -1)[0].strip())
            .toList();
    return !strictAccept || accepted.contains(manifest.mediaType()) || accepted.contains("*/*");
  }

  Answer blob(RegistryRequest request, Route.Blob route) {
    Optional<Repository> repository = request.host().existing(route.repository());
    if (repository.isEmpty()) {
      return RegistryError.NAME_UNKNOWN.answer();
    }
    Optional<byte[]> blob = repository.get().blob(route.digest());
    if (blob.isEmpty()) {
      return RegistryError.BLOB_UNKNOWN.answer();
    }
    return ranged(
        request,
        Answer.status(200)
            .header("Content-Type", Change.BLOB)
            .header("Docker-Content-Digest", route.digest())
            .header("Accept-Ranges", "bytes")
            .body(blob.get()));
  }

  /** Honours one range, as clients send when a download broke off. */
  private static Answer ranged(RegistryRequest request, Answer whole) {
    Matcher range = RANGE.matcher(request.header("Range").orElse(""));
    int size = whole.body().length;
    if (!range.matches()) {
      return whole;
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1L : Long.parseLong(range.group(2));
    last = Math.min(last, size - 1L);
    if (first > last) {
      return Answer.status(416).header("Content-Range", "bytes */" + size);
    }
    Answer part =
        Answer.status(206).header("Content-Range", "bytes %d-%d/%d".formatted(first, last, size));
    for (var header : whole.headers().entrySet()) {
      part = part.header(header.getKey(), header.getValue());
    }
    return part.body(Arrays.copyOfRange(whole.body(), (int) first, (int) last + 1));
  }

  Answer tags(RegistryRequest request, Route.Tags route) {
    return request
        .host()
        .existing(route.repository())
        .map(repository ->
            page(request, Json.object().put("name", route.repository()), "tags", repository.tags()))
        .orElseGet(RegistryError.NAME_UNKNOWN::answer);
  }

  Answer catalogue(RegistryRequest request) {
    return page(request, Json.object(), "repositories", request.host().names());
  }

  /** So many of {@code names} after {@code last}, and where the rest is. */
  private static Answer page(
      RegistryRequest request, ObjectNode json, String member, List<String> names) {
    String after = request.parameter("last").orElse("");
    List<String> rest = names.stream().filter(name -> name.compareTo(after) > 0).toList();
    int wish = request.parameter("n").map(PullApi::count).orElse(Integer.MAX_VALUE);
    int limit = Math.min(wish, request.host().namesPerPage());
    List<String> page = rest.subList(0, Math.min(limit, rest.size()));
    page.forEach(json.putArray(member)::add);
    Answer answer = Answer.status(200).json(json);
    return page.isEmpty() || page.size() == rest.size()
        ? answer
        : answer.header(
            "Link",
            "<%s?n=%d&last=%s>; rel=\"next\"".formatted(request.path(), limit, page.getLast()));
  }

  /** What is no number limits nothing. */
  private static int count(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }

  Answer referrers(RegistryRequest request, Route.Referrers route) {
    if (!referrersApi(request.host())) {
      return Answer.status(404).header("Content-Type", "text/plain").body("404 page not found\n");
    }
    Optional<String> type = request.parameter("artifactType");
    List<ObjectNode> all =
        request.host().existing(route.repository()).stream()
            .flatMap(repository -> repository.referrers(route.digest()).stream())
            .map(PullApi::referrer)
            .filter(descriptor ->
                type.isEmpty() || type.get().equals(descriptor.path("artifactType").asText()))
            .toList();
    int from = request.parameter("from").map(PullApi::count).orElse(0);
    int perPage = request.host().referrersPerPage();
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", Content.OCI_INDEX);
    var descriptors = index.putArray("manifests");
    all.stream().skip(from).limit(perPage).forEach(descriptors::add);
    Answer answer = Answer.status(200).json(index).header("Content-Type", Content.OCI_INDEX);
    if (type.isPresent()) {
      answer = answer.header("OCI-Filters-Applied", "artifactType");
    }
    return all.size() - from <= perPage
        ? answer
        : answer.header(
            "Link", "<%s?from=%d>; rel=\"next\"".formatted(request.path(), from + perPage));
  }

  /** {@code artifactType} falls back to the config's media type, as the specification says. */
  private static ObjectNode referrer(Content manifest) {
    ObjectNode descriptor = manifest.descriptor();
    JsonNode json = Json.parse(manifest.bytes()).orElseGet(Json::object);
    String type =
        json.path("artifactType").asText(json.path("config").path("mediaType").asText(""));
    if (!type.isEmpty()) {
      descriptor.put("artifactType", type);
    }
    if (json.path("annotations").isObject()) {
      descriptor.set("annotations", json.path("annotations"));
    }
    return descriptor;
  }
}
