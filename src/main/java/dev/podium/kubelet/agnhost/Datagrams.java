package dev.podium.kubelet.agnhost;

import dev.podium.kubelet.process.Process;
import dev.podium.network.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Servers that answer datagrams with texts.
final class Datagrams {
  private Datagrams() {}

  /// Says something to whoever asks.
  interface Speaker {
    /// @return empty where there is nothing to say
    String answer(String text, Endpoint client);
  }

  static void serve(Process self, int port, Speaker speaker) throws IOException {
    self.network()
        .bind(
            port,
            (datagram, client) ->
                Optional.of(
                        speaker
                            .answer(new String(datagram, StandardCharsets.UTF_8), client)
                            .getBytes(StandardCharsets.UTF_8))
                    .filter(bytes -> bytes.length > 0));
  }
}
