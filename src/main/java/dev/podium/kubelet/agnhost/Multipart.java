package dev.podium.kubelet.agnhost;

import dev.podium.network.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Forms that carry a file.
final class Multipart {
  private Multipart() {}

  /// What the part with the name `file` holds.
  ///
  /// @param longest of all parts together, in bytes
  static Optional<byte[]> file(HttpRequest request, int longest) throws IOException {
    String type = request.headers().find("Content-Type").orElse("");
    int at = type.indexOf("boundary=");
    if (!type.startsWith("multipart/form-data") || at < 0) {
      return Optional.empty();
    }
    String boundary = "--" + type.substring(at + 9).replace("\"", "").strip();
    byte[] body = request.body().readNBytes(longest);
    // One character a byte, so that places in the text are places in the body.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int part = text.indexOf(boundary);
    while (part >= 0) {
      int head = text.indexOf("\r\n\r\n", part);
      int next = text.indexOf("\r\n" + boundary, part + boundary.length());
      if (head < 0 || next < head + 4) {
        return Optional.empty();
      }
      if (text.substring(part, head).contains("name=\"file\"")) {
        return Optional.of(Arrays.copyOfRange(body, head + 4, next));
      }
      part = next + 2;
    }
    return Optional.empty();
  }
}
