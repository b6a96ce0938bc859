package dev.podium.network;

import java.io.IOException;
import java.util.Optional;

/// Answers datagrams.
@FunctionalInterface
public interface DatagramServer {
  /// @param client who sent it
  /// @return what is sent back, if anything
  Optional<byte[]> answer(byte[] datagram, Endpoint client) throws IOException;
}
