package dev.podium.network;

/// A port that something listens on.
public interface Listener extends AutoCloseable {
  int port();

  /// Takes no further connections, and resets those that are open.
  @Override
  void close();
}
