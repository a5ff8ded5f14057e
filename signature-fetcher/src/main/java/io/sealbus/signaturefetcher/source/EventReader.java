package io.sealbus.signaturefetcher.source;

import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Foreign;
import io.sealbus.signaturefetcher.source.Notice.Handshake;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.Unusable;
import io.sealbus.signaturefetcher.source.Reading.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads deliveries: what the source's adapter finds becomes image events, or is counted.
 *
 * @param allowed whether a registry may be contacted
 */
record EventReader(Predicate<String> allowed) {

  /** Reads a delivery of {@code source}; never throws, whatever the bytes. */
  Reading read(Source source, Delivery delivery) {
    try {
      var collected = new Collected(new EventMaker(source, delivery, allowed));
      source.adapter().read(delivery).forEach(collected::add);
      return collected.reading();
    } catch (UnusableException e) {
      return new Reading(List.of(), 0, 0, e.problem(), null);
    }
  }

  private static final class Collected {
    private final EventMaker maker;
    private final List<Seen> events = new ArrayList<>();
    private int unrelated;
    private int foreign;
    private @Nullable String fault;
    private @Nullable String handshake;

    Collected(EventMaker maker) {
      this.maker = maker;
    }

    void add(Notice notice) {
      switch (notice) {
        case Changed changed -> add(changed);
        case Unrelated ignored -> unrelated++;
        case Foreign ignored -> foreign++;
        case Unusable(String message) -> fault(message);
        case Handshake(String code) -> handshake = code;
      }
    }

    private void add(Changed changed) {
      try {
        Optional<Seen> seen = maker.make(changed);
        seen.ifPresentOrElse(events::add, () -> foreign++);
      } catch (UnusableException e) {
        fault(e.problem());
      }
    }

    private void fault(String message) {
      if (fault == null) {
        fault = message;
      }
    }

    Reading reading() {
      return new Reading(events, unrelated, foreign, fault, handshake);
    }
  }
}
