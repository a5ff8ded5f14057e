package io.sealbus.signaturefetcher.source;

import java.util.List;

/** Understands the deliveries of one kind of sender. */
interface Adapter {
  /**
   * What {@code delivery} says, in its order. Its sender is known by now; its bytes are still
   * foreign.
   *
   * @throws UnusableException where nothing of it can be used
   */
  List<Notice> read(Delivery delivery) throws UnusableException;
}
