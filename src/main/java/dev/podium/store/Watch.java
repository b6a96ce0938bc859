package dev.podium.store;

import java.time.Duration;
import java.util.List;

/// A reader of the store's log. One thread at a time takes, one may wait, any may close.
public interface Watch extends AutoCloseable {
  /// Waits without taking anything.
  ///
  /// @return whether there are events to take; false where `patience` ran out or the watch was
  ///   closed
  boolean await(Duration patience) throws InterruptedException;

  /// Waits for events and takes all that are there, in revision order.
  ///
  /// @return at least one event; none where `patience` ran out or the watch was closed
  List<StoreEvent> take(Duration patience) throws InterruptedException;

  /// Every event up to this revision has been taken: what a bookmark may promise.
  long progress();

  /// Whether nothing more will come: closed by the reader, or by the store because the reader was
  /// too slow.
  boolean isClosed();

  /// Whether the store closed it because too many events were waiting.
  boolean overflowed();

  @Override
  void close();
}
