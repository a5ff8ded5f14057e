package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.TLOG_ENTRY_INVALID;

import io.sealbus.verification.Proof;
import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import io.sealbus.verification.json.JsonValue.JsonNumber;
import io.sealbus.verification.json.LenientMembers;
import org.jspecify.annotations.Nullable;

/**
 * The text of a {@code dev.sigstore.cosign/bundle} annotation; nothing about it is proven. Read
 * when it is first asked for, and once, however many policies ask.
 */
public final class RekorBundle {
  private static final int MAX_CHARS = 8 << 20;

  private final String annotation;
  private final @Nullable PlainRekorBundle plain;

  /** Threads that race for it read the same. */
  private @Nullable Proof<Promised> promised;

  /** Of this text. */
  public RekorBundle(String annotation) {
    this.annotation = annotation;
    this.plain = PlainRekorBundle.read(annotation);
  }

  /** Whether the text is known to be a JSON object; where it is not, it may be one all the same. */
  public boolean isPlain() {
    return plain != null;
  }

  /**
   * What a log is said to have promised.
   *
   * @param signed what the signature is of; null where it can be of nothing
   * @param entry what the body says
   */
  record Promised(
      byte[] signature, SignedEntryTimestamp set, byte @Nullable [] signed, LogEntryBody entry) {}

  /** What the text says, as Go reads it. Refused with {@code TLOG_ENTRY_INVALID}. */
  Proof<Promised> read() {
    Proof<Promised> known = promised;
    if (known == null) {
      known = Proof.of(this::promised);
      promised = known;
    }
    return known;
  }

  private Promised promised() throws Refusal {
    try {
      return plain == null ? readAny() : of(plain);
    } catch (InvalidJsonException e) {
      throw new Refusal(TLOG_ENTRY_INVALID, "Rekor bundle " + e.path() + ": " + e.getMessage());
    } catch (MalformedException e) {
      throw new Refusal(TLOG_ENTRY_INVALID, "Rekor bundle: " + e.getMessage());
    }
  }

  private static Promised of(PlainRekorBundle plain)
      throws InvalidJsonException, MalformedException {
    var set =
        new SignedEntryTimestamp(
            plain.body(), plain.integratedTime(), plain.logIndex(), plain.logId());
    return new Promised(plain.promise(), set, plain.signedBytes(), entry(plain.entry()));
  }

  /** As {@link #read}, whatever the form. */
  private Promised readAny() throws InvalidJsonException, MalformedException {
    LenientMembers bundle = LenientMembers.of("$", JsonParser.parse(annotation, MAX_CHARS));
    LenientMembers payload = bundle.object("Payload");
    if (payload == null) {
      throw new InvalidJsonException("$", "member Payload is missing");
    }
    byte[] signature = Base64Text.decode(orEmpty(bundle.string("SignedEntryTimestamp")));
    var set =
        new SignedEntryTimestamp(
            orEmpty(payload.string("body")),
            int64(payload.get("integratedTime")),
            int64(payload.get("logIndex")),
            orEmpty(payload.string("logID")));
    return new Promised(signature, set, set.signedBytes(), entry(Base64Text.decode(set.body())));
  }

  private static LogEntryBody entry(byte[] body) throws InvalidJsonException, MalformedException {
    LogEntryBody entry = LogEntryBodyReader.parse(body);
    if (entry.isTiled()) {
      throw new InvalidJsonException("$.Payload.body", "entries of Rekor v2 have no promise");
    }
    return entry;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static long int64(@Nullable JsonValue value) throws InvalidJsonException {
    try {
      return value instanceof JsonNumber number ? Long.parseLong(number.text()) : -1;
    } catch (NumberFormatException e) {
      throw new InvalidJsonException("$.Payload", "not a 64-bit integer");
    }
  }
}
