package dev.podium.web.streams;

import java.io.IOException;

/// Bytes both ways: a socket that has left HTTP behind, or a tunnel in another protocol.
interface Wire extends AutoCloseable {
  /// Waits for some bytes; only one thread reads.
  ///
  /// @return a negative number at the end
  int read(byte[] into) throws IOException;

  /// Writes all of them and sends them off; safe for use by any thread.
  void write(byte[] bytes) throws IOException;

  /// Ends both ways; a thread that reads is told so. Closing again does nothing.
  @Override
  void close();
}
