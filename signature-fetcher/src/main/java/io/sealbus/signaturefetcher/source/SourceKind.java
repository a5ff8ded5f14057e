package io.sealbus.signaturefetcher.source;

import io.sealbus.signaturefetcher.source.HmacAuthentication.Algorithm;
import io.sealbus.signaturefetcher.source.HmacAuthentication.Carrier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The senders that are understood, with what sets them apart: how they can prove who they are, and
 * what they make of an answer.
 */
enum SourceKind {
  DISTRIBUTION("distribution", Patience.RETRIES, Proof.BEARER, Proof.BASIC, Proof.HEADER),
  GITLAB("gitlab", Patience.RETRIES, Proof.HEADER, Proof.BEARER, Proof.BASIC),
  // Three tries within seconds, and that was it.
  HARBOR("harbor", Patience.GIVES_UP, Proof.HEADER, Proof.BEARER, Proof.BASIC),
  // Three failures in a row switch the notification off for good.
  QUAY("quay", Patience.GIVES_UP, Proof.URL, Proof.CERTIFICATE),
  DOCKER_HUB("docker-hub", Patience.GIVES_UP, Proof.URL),
  GITHUB("github", Patience.GIVES_UP, Proof.HMAC),
  ECR("ecr", Patience.RETRIES, Proof.BEARER, Proof.BASIC, Proof.HEADER, Proof.OIDC),
  ACR("acr", Patience.GIVES_UP, Proof.HEADER, Proof.BEARER, Proof.BASIC, Proof.URL),
  EVENT_GRID(
      "event-grid",
      Patience.RETRIES,
      Proof.URL,
      Proof.HEADER,
      Proof.BEARER,
      Proof.BASIC,
      Proof.OIDC),
  GOOGLE("google", Patience.RETRIES, Proof.OIDC),
  // Which of the two is in force is the operator's choice there, and has to be said here.
  ARTIFACTORY("artifactory", Patience.GIVES_UP, Proof.HMAC, Proof.HEADER),
  ZOT("zot", Patience.GIVES_UP, Proof.BEARER, Proof.BASIC, Proof.HEADER, Proof.CERTIFICATE),
  GITEA("gitea", Patience.GIVES_UP, Proof.HMAC),
  FORGEJO("forgejo", Patience.GIVES_UP, Proof.HMAC),
  NEXUS("nexus", Patience.GIVES_UP, Proof.HMAC),
  CLOUDEVENTS(
      "cloudevents",
      Patience.GIVES_UP,
      Proof.BEARER,
      Proof.BASIC,
      Proof.HEADER,
      Proof.OIDC,
      Proof.URL,
      Proof.CERTIFICATE);

  /** What a sender does when it is told to come again. */
  enum Patience {
    /** Comes again, for a day at least. */
    RETRIES,
    /** Does not, or soon no more, or it is not known: what it brought is kept for it. */
    GIVES_UP
  }

  /** A way to prove who one is. */
  enum Proof {
    BEARER,
    BASIC,
    CERTIFICATE,
    HEADER,
    HMAC,
    OIDC,
    URL;

    /** As configuration names it. */
    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final String text;
  private final Patience patience;
  private final List<Proof> proofs;

  SourceKind(String text, Patience patience, Proof... proofs) {
    this.text = text;
    this.patience = patience;
    this.proofs = List.of(proofs);
  }

  /** As configuration and URLs name it. */
  String text() {
    return text;
  }

  static Optional<SourceKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  /** All names. */
  static String texts() {
    return Arrays.stream(values()).map(SourceKind::text).collect(Collectors.joining(", "));
  }

  Patience patience() {
    return patience;
  }

  /** The ways that there are; the first is the usual one. */
  List<Proof> proofs() {
    return proofs;
  }

  /** Whether the way has to be chosen, since both sides have to be set to the same. */
  boolean mustChooseProof() {
    return this == ARTIFACTORY;
  }

  /** The header of {@link Proof#HEADER}, unless another is configured. */
  String usualHeader() {
    return this == ARTIFACTORY ? "X-JFrog-Event-Auth" : "Authorization";
  }

  /** What is told to whom is not admitted. */
  int refusal() {
    // Event Grid drops for ever what is answered with 401, which would be the price of a secret's
    // rotation: https://learn.microsoft.com/azure/event-grid/delivery-and-retry
    return this == EVENT_GRID ? 503 : 401;
  }

  /** The registry that all such senders speak for; empty where it has to be configured. */
  List<String> usualRegistries() {
    return switch (this) {
      case DOCKER_HUB -> List.of(DockerHubAdapter.REGISTRY);
      case GITHUB -> List.of(GithubAdapter.REGISTRY);
      default -> List.of();
    };
  }

  HmacAuthentication hmac(List<String> secrets) {
    return switch (this) {
      case GITHUB ->
          new HmacAuthentication(
              Algorithm.SHA256, List.of(new Carrier("X-Hub-Signature-256", "sha256=")), secrets);
      case GITEA, FORGEJO ->
          new HmacAuthentication(
              Algorithm.SHA256,
              List.of(
                  new Carrier("X-Forgejo-Signature", ""),
                  new Carrier("X-Gitea-Signature", ""),
                  new Carrier("X-Hub-Signature-256", "sha256=")),
              secrets);
      case ARTIFACTORY ->
          new HmacAuthentication(
              Algorithm.SHA256, List.of(new Carrier("X-JFrog-Event-Auth", "")), secrets);
      case NEXUS ->
          new HmacAuthentication(
              Algorithm.SHA1, List.of(new Carrier("X-Nexus-Webhook-Signature", "")), secrets);
      default -> throw new IllegalArgumentException(text + " has no such code");
    };
  }

  /** Reads what such a sender sends. */
  Adapter adapter(PullPlaces places, Set<String> topics) {
    return switch (this) {
      case DISTRIBUTION, GITLAB -> new DistributionAdapter();
      case HARBOR -> new HarborAdapter();
      case QUAY -> new QuayAdapter();
      case DOCKER_HUB -> new DockerHubAdapter();
      case GITHUB -> new GithubAdapter();
      case ECR -> new EcrAdapter();
      case ACR -> new AcrAdapter();
      case EVENT_GRID -> new EventGridAdapter(topics);
      case GOOGLE -> new GoogleAdapter();
      case ARTIFACTORY -> new ArtifactoryAdapter(places);
      case ZOT -> new ZotAdapter();
      case GITEA, FORGEJO -> new GiteaAdapter();
      case NEXUS -> new NexusAdapter(places);
      case CLOUDEVENTS -> new CloudEventsAdapter();
    };
  }
}
