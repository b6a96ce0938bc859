package dev.podium.web.streams;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The size of a client's window, as it tells it.
record WindowSize(int columns, int rows) {
  private static final int MOST = 65_535;

  /// Reads the last one of a number of JSON documents, one a line.
  ///
  /// @return empty where there is none
  static Optional<WindowSize> read(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8).strip();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    try {
      JsonObject size = Json.parseObject(last);
      long columns = size.integer("Width");
      long rows = size.integer("Height");
      boolean sane = columns > 0 && columns <= MOST && rows > 0 && rows <= MOST;
      return sane ? Optional.of(new WindowSize((int) columns, (int) rows)) : Optional.empty();
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }
}
