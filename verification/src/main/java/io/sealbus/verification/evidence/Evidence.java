package io.sealbus.verification.evidence;

import io.sealbus.verification.Reason;
import java.util.List;

/** Everything attached to one manifest, or why it could not be had. */
public sealed interface Evidence {
  /** All there is; an empty list means that the registry authoritatively has none. */
  record Complete(List<Attachment> attachments) implements Evidence {
    public Complete {
      attachments = List.copyOf(attachments);
    }
  }

  /** Nothing may be concluded: the fetch failed, was cut short, or has not happened yet. */
  record Unavailable(Reason reason) implements Evidence {}
}
