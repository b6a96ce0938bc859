package dev.podium.web.api;

import dev.podium.object.Json;
import dev.podium.object.JsonText;
import dev.podium.schema.protobuf.ProtobufForm;
import dev.podium.web.media.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// How the events of a watch are written: JSON a line each, or protobuf behind its length.
enum EventForm {
  JSON("application/json") {
    @Override
    void write(OutputStream out, String type, JsonText object) throws IOException {
      out.write(("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8));
      object.writeTo(out);
      out.write(END);
    }
  },
  /// As a WebSocket has it: an event is one write, which becomes a message.
  MESSAGE("application/json") {
    @Override
    void write(OutputStream out, String type, JsonText object) throws IOException {
      ByteArrayOutputStream event = new ByteArrayOutputStream();
      JSON.write(event, type, object);
      out.write(event.toByteArray());
    }
  },
  PROTOBUF("application/vnd.kubernetes.protobuf;stream=watch") {
    @Override
    void write(OutputStream out, String type, JsonText object) throws IOException {
      out.write(ProtobufForm.event(type, Json.parseObject(object.bytes())));
    }
  };

  private static final byte[] END = "}\n".getBytes(StandardCharsets.UTF_8);

  private final String contentType;

  EventForm(String contentType) {
    this.contentType = contentType;
  }

  static EventForm of(Encoding encoding, boolean messages) {
    if (messages) {
      return MESSAGE;
    }
    return encoding == Encoding.PROTOBUF ? PROTOBUF : JSON;
  }

  String contentType() {
    return contentType;
  }

  /// Writes one event.
  ///
  /// @param object compact JSON
  abstract void write(OutputStream out, String type, JsonText object) throws IOException;
}
