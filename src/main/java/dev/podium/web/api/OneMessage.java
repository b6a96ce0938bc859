package dev.podium.web.api;

import dev.podium.web.ClientPresence;
import java.io.IOException;
import java.io.OutputStream;

/// A stream that says one thing and ends.
record OneMessage(byte[] message) implements OpenStream {
  @Override
  public void writeTo(OutputStream out, ClientPresence client) throws IOException {
    out.write(message);
  }

  @Override
  public void close() {}
}
