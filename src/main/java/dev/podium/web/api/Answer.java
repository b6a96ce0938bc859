package dev.podium.web.api;

import dev.podium.object.JsonObject;
import dev.podium.object.JsonText;
import dev.podium.schema.protobuf.ProtobufList;
import dev.podium.web.media.Negotiated;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a request is answered with.
sealed interface Answer {
  /// JSON in the form that the client accepts.
  ///
  /// @param contentType where it is more than the form's own
  record Content(int code, Negotiated form, JsonText text, Optional<String> contentType)
      implements Answer {
    Content(int code, Negotiated form, JsonText text) {
      this(code, form, text, Optional.empty());
    }
  }

  /// It is elsewhere now.
  record Redirect(String location) implements Answer {}

  /// Nothing, since the client has it already.
  record NotModified() implements Answer {}

  /// A long list in protobuf.
  record LongList(ProtobufList list) implements Answer {}

  /// JSON that is always indented, whatever the client accepts (upstream's WriteRawJSON).
  record Indented(int code, JsonText text) implements Answer {}

  /// Bytes that are what they are.
  record Raw(int code, String contentType, byte[] body) implements Answer {}

  /// Somebody else writes the response, now or later.
  record Elsewhere() implements Answer {}

  static Answer of(int code, Negotiated form, JsonObject object) {
    return new Content(code, form, JsonText.of(object));
  }

  static Answer text(int code, String text) {
    return new Raw(code, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /// How Go's own multiplexer says that there is nothing.
  static Answer pageNotFound() {
    return text(404, "404 page not found\n");
  }
}
