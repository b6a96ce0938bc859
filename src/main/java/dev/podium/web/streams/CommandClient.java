package dev.podium.web.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A client's ends of the streams of a command, whatever protocol carries them.
interface CommandClient {
  /// Takes in what the client sends until it hangs up; for the thread of the connection.
  void receive() throws IOException, InterruptedException;

  /// Waits until all streams that the client wants are there.
  ///
  /// @return false if they do not come
  boolean awaitStreams() throws IOException, InterruptedException;

  /// Where the client's terminal is shown.
  Window window();

  /// What the client types; ends when it says so or hangs up.
  InputStream stdin();

  OutputStream stdout();

  OutputStream stderr();

  /// Tells how the command ended; after that nothing is written.
  void finish(Outcome outcome) throws IOException;
}
