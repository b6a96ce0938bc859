package dev.podium.web.streams;

import java.util.Optional;

/// The client's window, whose size may be told before there is anybody to hear it.
final class Window {
  private Optional<WindowSize> last = Optional.empty();
  private Optional<Listener> listener = Optional.empty();

  /// Who wants to know.
  @FunctionalInterface
  interface Listener {
    void resize(int columns, int rows);
  }

  synchronized void sized(WindowSize size) {
    last = Optional.of(size);
    tell();
  }

  synchronized void follow(Listener listener) {
    this.listener = Optional.of(listener);
    tell();
  }

  private void tell() {
    listener.ifPresent(l -> last.ifPresent(size -> l.resize(size.columns(), size.rows())));
  }
}
