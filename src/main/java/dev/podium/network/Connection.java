package dev.podium.network;

import java.io.InputStream;
import java.io.OutputStream;

/// One side's view of a TCP connection: two streams with a bounded buffer each, so that a writer
/// waits for its reader.
public interface Connection extends AutoCloseable {
  /// Ends when the other side shuts its output down or closes.
  InputStream in();

  /// Fails with "Broken pipe" once the other side has closed.
  OutputStream out();

  Endpoint local();

  /// Who the other side is, as this side sees it.
  Endpoint remote();

  /// Says that nothing more is going to be written; what the other side writes can still be read.
  void shutdownOutput();

  @Override
  void close();
}
