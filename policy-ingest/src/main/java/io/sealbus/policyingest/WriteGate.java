package io.sealbus.policyingest;

import io.sealbus.runtime.http.Problem;
import io.sealbus.runtime.http.Secrets;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every write passes before its work is done, and where the work is done. */
final class WriteGate {
  /** Writes under way at one time, those whose bodies still arrive included. */
  private static final int AT_ONCE = 64;

  private static final Set<String> MEDIA_TYPES =
      Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml");
  private static final Executor OFF_THE_EVENT_LOOP =
      work -> Thread.ofVirtual().name("policy-ingest-write").start(work);

  private final Secrets tokens;
  private final IngestMetrics metrics;
  private final Semaphore places = new Semaphore(AT_ONCE);

  WriteGate(Secrets tokens, IngestMetrics metrics) {
    this.tokens = tokens;
    this.metrics = metrics;
  }

  /** 401 without a current token, where there are any. */
  void authorize(RoutingContext context) {
    if (tokens.configured() && !tokens.admitsBearer(context.request().getHeader("Authorization"))) {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"sealbus\"");
      refuse(context, Problem.of(401, "UNAUTHORIZED", "Writing needs a current bearer token."));
    } else {
      context.next();
    }
  }

  /** 400 for a dryRun that is neither true nor false: whoever misspells it wants no write. */
  void checkQuery(RoutingContext context) {
    List<String> dryRun = context.queryParam("dryRun");
    boolean known = context.queryParams().names().stream().allMatch("dryRun"::equals);
    if (known && dryRun.size() <= 1 && List.of("true", "false").containsAll(dryRun)) {
      context.next();
    } else {
      refuse(context, Problem.of(400, "BAD_QUERY", "The only parameter is dryRun=true or =false."));
    }
  }

  boolean dryRun(RoutingContext context) {
    return context.queryParam("dryRun").contains("true");
  }

  /** 415 for a body that is not said to be JSON or YAML. */
  void checkMediaType(RoutingContext context) {
    if (accepts(context.request().getHeader("Content-Type"))) {
      context.next();
    } else {
      refuse(
          context,
          Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be one of " + MEDIA_TYPES));
    }
  }

  private static boolean accepts(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return MEDIA_TYPES.contains(parts[0].strip());
  }

  /** 503 where too many writes are under way; else a place until the request ends. */
  void enter(RoutingContext context) {
    if (places.tryAcquire()) {
      context.addEndHandler(ended -> places.release());
      context.next();
    } else {
      context.response().putHeader("Retry-After", "1");
      refuse(context, Problem.of(503, "TOO_BUSY", "Too many writes are under way."));
    }
  }

  /** Does {@code work}, which may block, and answers with what comes of it. */
  void work(
      RoutingContext context, Supplier<Outcome> work, BiConsumer<RoutingContext, Outcome> answer) {
    Future.fromCompletionStage(
            CompletableFuture.supplyAsync(work, OFF_THE_EVENT_LOOP),
            context.vertx().getOrCreateContext())
        .onSuccess(outcome -> answer.accept(context, outcome))
        .onFailure(context::fail);
  }

  /** Answers for what the body handler refuses; the rest is the host's. */
  void failed(RoutingContext context) {
    if (context.statusCode() == 413) {
      refuse(
          context,
          Problem.of(
              413, "BODY_TOO_LARGE", "At most " + Submission.LIMITS.bytes() + " bytes are read."));
    } else {
      context.next();
    }
  }

  private void refuse(RoutingContext context, Problem problem) {
    metrics.refused(problem.code());
    problem.send(context);
  }
}
