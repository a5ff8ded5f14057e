package io.sealbus.testkit;

import org.jspecify.annotations.Nullable;

/** From a request to the part that answers it, past the gate. */
final class Router {
  private final Gate gate;
  private final PullApi pull;
  private final PushApi push;

  Router(Gate gate, PullApi pull, PushApi push) {
    this.gate = gate;
    this.pull = pull;
    this.push = push;
  }

  Answer answer(RegistryRequest request) {
    Route route = Route.of(request.path());
    if (route instanceof Route.Token) {
      return gate.token(request);
    }
    return gate.refusal(request, repository(route))
        .orElseGet(
            () -> route(request, route).header("Docker-Distribution-Api-Version", "registry/2.0"));
  }

  private static @Nullable String repository(Route route) {
    return switch (route) {
      case Route.Manifest manifest -> manifest.repository();
      case Route.Blob blob -> blob.repository();
      case Route.Uploads uploads -> uploads.repository();
      case Route.Upload upload -> upload.repository();
      case Route.Tags tags -> tags.repository();
      case Route.Referrers referrers -> referrers.repository();
      case Route.Ping ping -> null;
      case Route.Catalogue catalogue -> null;
      case Route.Token token -> null;
      case Route.Unknown unknown -> null;
    };
  }

  private Answer route(RegistryRequest request, Route route) {
    return switch (route) {
      case Route.Ping ping when request.reads() -> Answer.status(200).json("{}");
      case Route.Manifest manifest -> manifest(request, manifest);
      case Route.Blob blob when request.reads() -> pull.blob(request, blob);
      case Route.Blob blob when request.method().equals("DELETE") -> push.deleteBlob(request, blob);
      case Route.Uploads uploads when request.method().equals("POST") ->
          push.begin(request, uploads);
      case Route.Upload upload -> push.upload(request, upload);
      case Route.Tags tags when request.reads() -> pull.tags(request, tags);
      case Route.Referrers referrers when request.reads() -> pull.referrers(request, referrers);
      case Route.Catalogue catalogue when request.reads() -> pull.catalogue(request);
      case Route.Unknown unknown ->
          Answer.status(404).header("Content-Type", "text/plain").body("404 page not found\n");
      case Route.Token token -> throw new IllegalStateException("answered before the gate");
      case Route.Ping ping -> RegistryError.UNSUPPORTED.answer();
      case Route.Blob blob -> RegistryError.UNSUPPORTED.answer();
      case Route.Uploads uploads -> RegistryError.UNSUPPORTED.answer();
      case Route.Tags tags -> RegistryError.UNSUPPORTED.answer();
      case Route.Referrers referrers -> RegistryError.UNSUPPORTED.answer();
      case Route.Catalogue catalogue -> RegistryError.UNSUPPORTED.answer();
    };
  }

  private Answer manifest(RegistryRequest request, Route.Manifest route) {
    return switch (request.method()) {
      case "GET", "HEAD" -> pull.manifest(request, route);
      case "PUT" -> push.putManifest(request, route);
      case "DELETE" -> push.deleteManifest(request, route);
      default -> RegistryError.UNSUPPORTED.answer();
    };
  }
}
