package dev.podium.kubelet;

import java.io.InputStream;
import java.io.OutputStream;

/// A command in a container, or the container's own process, and who talks to it: what `exec` and
/// `attach` carry.
public interface Session extends AutoCloseable {
  /// What is written here the process reads; closing it is the end of its input.
  OutputStream stdin();

  /// Ends with the process. With a terminal, all that it shows.
  InputStream stdout();

  /// Empty with a terminal.
  InputStream stderr();

  /// The window of the terminal has another size now.
  void resize(int columns, int rows);

  /// Waits for the end.
  ///
  /// @return the exit code
  int waitFor() throws InterruptedException;

  /// Nobody listens any longer: a command loses its input and output; with a terminal it is hung
  /// up.
  @Override
  void close();
}
