package dev.podium.web.api;

import dev.podium.web.ClientPresence;
import java.io.IOException;
import java.io.OutputStream;

/// A response that goes on as long as there is something to say.
interface OpenStream extends AutoCloseable {
  /// Writes until there is no more, the stream is closed or the client is gone.
  void writeTo(OutputStream out, ClientPresence client) throws IOException, InterruptedException;

  /// Ends the writing soon; called by another thread.
  @Override
  void close();
}
