package io.sealbus.verification.evidence;

import io.sealbus.verification.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Evidence with one thing in it changed, one after the other. */
public final class ChangedEvidence {
  private static final int PLACES = 5;

  private ChangedEvidence() {}

  /**
   * What differs from {@code attachments} in a few bytes or characters here and there of any of
   * them, in what one of them lacks, or in what was moved from one to another.
   */
  public static List<List<Attachment>> of(List<Attachment> attachments) {
    var changed = new ArrayList<List<Attachment>>();
    for (int i = 0; i < attachments.size(); i++) {
      for (Attachment other : of(attachments.get(i))) {
        var list = new ArrayList<>(attachments);
        list.set(i, other);
        changed.add(list);
      }
      for (Attachment other : attachments) {
        var list = new ArrayList<>(attachments);
        list.set(i, withContent(attachments.get(i), other.content()));
        changed.add(list);
      }
    }
    return changed;
  }

  private static List<Attachment> of(Attachment attachment) {
    var changed = new ArrayList<Attachment>();
    Bytes content = attachment.content();
    if (content != null) {
      for (int at : places(content.size())) {
        byte[] bytes = content.toArray();
        bytes[at] ^= 1;
        changed.add(withContent(attachment, Bytes.copyOf(bytes)));
      }
    }
    attachment
        .annotations()
        .forEach((name, value) -> {
          changed.add(with(attachment, name, text -> null));
          changed.add(with(attachment, name, text -> ""));
          changed.add(with(attachment, name, text -> text + "\n"));
          changed.add(with(attachment, name, text -> "x" + text));
          for (int at : places(value.length())) {
            changed.add(
                with(
                    attachment,
                    name,
                    text ->
                        text.substring(0, at)
                            + (char) (text.charAt(at) ^ 1)
                            + text.substring(at + 1)));
          }
        });
    return changed;
  }

  private static int[] places(int length) {
    int[] places = new int[Math.min(length, PLACES)];
    for (int i = 0; i < places.length; i++) {
      places[i] = (int) ((2L * i + 1) * length / (2 * places.length));
    }
    return places;
  }

  private static Attachment withContent(Attachment of, Bytes content) {
    return new Attachment(of.mediaType(), of.digest(), content, of.annotations(), of.referrer());
  }

  private static Attachment with(Attachment of, String name, Function<String, String> change) {
    Map<String, String> annotations = new HashMap<>(of.annotations());
    annotations.compute(name, (n, value) -> change.apply(value));
    return new Attachment(of.mediaType(), of.digest(), of.content(), annotations, of.referrer());
  }
}
