package io.sealbus.renderer;

import io.sealbus.schemas.ReasonRecord;
import io.sealbus.verification.ReasonCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reasons as JSON, with what each code means and what to do about it. */
public final class ReasonJson {
  private static final Map<String, ReasonCode> KNOWN =
      Arrays.stream(ReasonCode.values())
          .collect(Collectors.toUnmodifiableMap(ReasonCode::name, Function.identity()));

  private ReasonJson() {}

  /** All of {@code reasons}, in their order. */
  public static JsonArray list(List<ReasonRecord> reasons) {
    var array = new JsonArray();
    reasons.forEach(reason -> array.add(of(reason)));
    return array;
  }

  /** A code that this version does not know, because a newer one wrote it, stands alone. */
  public static JsonObject of(ReasonRecord reason) {
    var json =
        new JsonObject()
            .put("code", reason.getCode())
            .put("message", reason.getMessage())
            .put("signature", reason.getSignature());
    ReasonCode known = KNOWN.get(reason.getCode());
    if (known != null) {
      json.put("meaning", known.meaning()).put("remedy", known.remedy());
    }
    return json;
  }
}
