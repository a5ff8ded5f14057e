package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sealbus.verification.Bytes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a registry's 4xx answer, read as nodes read it: leniently, member names in any case,
 * the first error counts.
 *
 * @param code null where the body is not a registry's error; empty where the error names no code
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes">OCI
 *     distribution-spec, Error Codes</a>
 */
record ErrorBody(@Nullable String code, String message) {
  private static final String UNKNOWN = "UNKNOWN";
  private static final ErrorBody UNREADABLE = new ErrorBody(null, "");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Codes with a meaning of their own; any other text reads as UNKNOWN. */
  private static final Set<String> CODES =
      Set.of(
          "UNSUPPORTED",
          "UNAUTHORIZED",
          "DENIED",
          "UNAVAILABLE",
          "TOOMANYREQUESTS",
          "DIGEST_INVALID",
          "SIZE_INVALID",
          "RANGE_INVALID",
          "NAME_INVALID",
          "NAME_UNKNOWN",
          "TAG_INVALID",
          "MANIFEST_UNKNOWN",
          "MANIFEST_INVALID",
          "MANIFEST_UNVERIFIED",
          "MANIFEST_BLOB_UNKNOWN",
          "BLOB_UNKNOWN",
          "BLOB_UPLOAD_UNKNOWN",
          "BLOB_UPLOAD_INVALID",
          "PAGINATION_NUMBER_INVALID");

  /** Reads a body. Never throws. */
  static ErrorBody parse(Bytes body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body.toUtf8());
    } catch (JsonProcessingException e) {
      return UNREADABLE;
    }
    // Some registries answer {"details": "…"} instead of a list of errors.
    JsonNode details = member(root, "details");
    if (details.isTextual() && !details.asText().isEmpty()) {
      return new ErrorBody(UNKNOWN, details.asText());
    }
    JsonNode errors = member(root, "errors");
    return errors.isArray() && !errors.isEmpty() && wellFormed(errors)
        ? first(errors.get(0))
        : UNREADABLE;
  }

  /**
   * Whether an answer with this body says authoritatively that there is no such manifest. A 404 in
   * no known form does; a 404 for another reason, such as an unknown repository, does not.
   */
  boolean saysAbsent(int status) {
    if (code == null) {
      return status == 404;
    }
    return code.equals("MANIFEST_UNKNOWN")
        || code.equals(UNKNOWN) && message.toLowerCase(Locale.ROOT).contains("not found");
  }

  /** The error for people. */
  String describe() {
    return code == null ? "" : ": " + code + " " + ForeignText.quote(message);
  }

  private static boolean wellFormed(JsonNode errors) {
    for (JsonNode error : errors) {
      JsonNode code = member(error, "code");
      JsonNode message = member(error, "message");
      boolean readable =
          (error.isObject() || error.isNull())
              && (code.isTextual() || code.isNull() || code.isMissingNode())
              && (message.isTextual() || message.isNull() || message.isMissingNode());
      if (!readable) {
        return false;
      }
    }
    return true;
  }

  private static ErrorBody first(JsonNode error) {
    JsonNode code = member(error, "code");
    String name = code.isTextual() ? code.asText() : "";
    boolean known = name.isEmpty() && !code.isTextual() || CODES.contains(name);
    JsonNode message = member(error, "message");
    return new ErrorBody(known ? name : UNKNOWN, message.isTextual() ? message.asText() : "");
  }

  private static JsonNode member(JsonNode object, String name) {
    JsonNode found = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        found = member.getValue();
      }
    }
    return found;
  }
}
