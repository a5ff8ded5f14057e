package io.sealbus.signaturefetcher;

import io.sealbus.runtime.bus.IncomingRecord;
import io.sealbus.runtime.bus.TopicFollower;
import java.util.List;

/** Listeners that a topic is read for once. */
record SeveralListeners(List<TopicFollower.Listener> listeners) implements TopicFollower.Listener {
  SeveralListeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void records(List<IncomingRecord> batch) {
    listeners.forEach(one -> one.records(batch));
  }

  @Override
  public void caughtUp() {
    listeners.forEach(TopicFollower.Listener::caughtUp);
  }

  @Override
  public void reset() {
    listeners.forEach(TopicFollower.Listener::reset);
  }
}
