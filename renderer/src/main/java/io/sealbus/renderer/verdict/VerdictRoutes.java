package io.sealbus.renderer.verdict;

import io.sealbus.renderer.PathRemainder;
import io.sealbus.runtime.http.Problem;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.verification.reference.ImageReference;
import io.sealbus.verification.reference.InvalidReferenceException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verdicts over HTTP. */
final class VerdictRoutes {
  private static final Logger log = LoggerFactory.getLogger(VerdictRoutes.class);
  private static final String ALL = "/v1/verdicts";

  private final VerdictReads reads;
  private final RecordCodec<VerdictRecord> codec;
  private final VerdictStreams streams;
  private final BooleanSupplier complete;

  VerdictRoutes(
      VerdictReads reads,
      RecordCodec<VerdictRecord> codec,
      VerdictStreams streams,
      BooleanSupplier complete) {
    this.reads = reads;
    this.codec = codec;
    this.streams = streams;
    this.complete = complete;
  }

  void mount(Router router) {
    router.get(ALL).handler(this::whenComplete).handler(this::list);
    router.get(ALL + "/*").handler(this::whenComplete).handler(this::get);
    router.get("/v1/stream/verdicts").handler(this::whenComplete).handler(streams::open);
  }

  /** A table that is still being filled would call verdicts missing that are only not read yet. */
  private void whenComplete(RoutingContext context) {
    if (complete.getAsBoolean()) {
      context.next();
    } else {
      unavailable(context, "VERDICTS_LOADING", "Verdicts are still being read from the bus.");
    }
  }

  private void list(RoutingContext context) {
    try {
      VerdictQuery query = VerdictQuery.of(context.queryParams(), VerdictQuery.FOR_LIST);
      answer(context, () -> new VerdictPage(reads, codec).read(query));
    } catch (VerdictQuery.InvalidParameterException e) {
      Problem.of(400, "INVALID_PARAMETER", String.valueOf(e.getMessage())).send(context);
    }
  }

  private void get(RoutingContext context) {
    try {
      String text = PathRemainder.after(context, ALL + "/");
      String reference = ImageReference.parseImage(text).toString();
      answer(
          context,
          () -> {
            var found = reads.find(reference);
            return found.isEmpty() ? null : VerdictJson.of(codec.decode(found.get().record()));
          });
    } catch (InvalidReferenceException e) {
      Problem.of(400, "REFERENCE_INVALID", String.valueOf(e.getMessage())).send(context);
    } catch (IllegalArgumentException e) {
      Problem.of(400, "REFERENCE_INVALID", "The path is not percent-encoded UTF-8.").send(context);
    }
  }

  @SuppressWarnings("NullAway") // Vert.x lets a blocking call give null, which means: not found.
  private static void answer(RoutingContext context, Callable<JsonObject> work) {
    context
        .vertx()
        .executeBlocking(work, false)
        .onSuccess(json -> {
          if (json == null) {
            Problem.of(404, "NOT_FOUND", "There is no verdict for this reference.").send(context);
          } else {
            context.json(json);
          }
        })
        .onFailure(failure -> {
          if (failure instanceof StoreUnavailableException) {
            log.atWarn().setCause(failure).log("verdicts cannot be read");
            unavailable(context, "VERDICTS_UNAVAILABLE", "The table does not answer.");
          } else {
            context.fail(failure);
          }
        });
  }

  static void unavailable(RoutingContext context, String code, String detail) {
    context.response().putHeader("Retry-After", "1");
    Problem.of(503, code, detail).send(context);
  }
}
