package dev.podium.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/// A connection whose beginning can be looked at before it is decided who reads it.
public final class Peeked extends ForwardingConnection {
  private final PushbackInputStream in;

  /// @param most how many bytes can be looked at
  public Peeked(Connection connection, int most) {
    super(connection);
    this.in = new PushbackInputStream(connection.in(), most);
  }

  /// Waits for the first bytes, which are still to be read afterwards.
  ///
  /// @return fewer where no more come
  public byte[] peek(int length) throws IOException {
    byte[] first = in.readNBytes(length);
    in.unread(first);
    return first;
  }

  @Override
  public InputStream in() {
    return in;
  }
}
