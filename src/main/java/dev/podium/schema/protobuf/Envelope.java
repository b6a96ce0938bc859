package dev.podium.schema.protobuf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/// What every protobuf body comes in: four magic bytes, then a `runtime.Unknown` that names the
/// kind.
///
/// Upstream: apimachinery/pkg/runtime/serializer/protobuf/protobuf.go.
///
/// @param message the object itself
public record Envelope(String apiVersion, String kind, byte[] message) {
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /// The whole of it as bytes.
  public byte[] sealed() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(message.length + 128);
    try {
      write(all, apiVersion, kind, message.length, out -> out.write(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  /// Writes a message that is too large to be held.
  interface Message {
    void writeTo(OutputStream out) throws IOException;
  }

  /// @param length that the message will have
  static void write(OutputStream out, String apiVersion, String kind, long length, Message message)
      throws IOException {
    ProtobufOutput meta = new ProtobufOutput();
    meta.string(1, apiVersion);
    meta.string(2, kind);
    ProtobufOutput before = new ProtobufOutput();
    before.message(1, meta);
    before.length(2, length);
    ProtobufOutput after = new ProtobufOutput();
    // How the message is encoded and what type it is of: as Go, which writes what is empty.
    after.string(3, "");
    after.string(4, "");
    out.write(MAGIC);
    out.write(before.toByteArray());
    message.writeTo(out);
    out.write(after.toByteArray());
  }

  /// Empty where the magic bytes are missing.
  ///
  /// @throws ProtobufException where what follows them makes no sense
  public static Optional<Envelope> open(byte[] body) {
    if (body.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(body, MAGIC.length))) {
      return Optional.empty();
    }
    ProtobufInput in = ProtobufInput.of(Arrays.copyOfRange(body, MAGIC.length, body.length));
    String apiVersion = "";
    String kind = "";
    byte[] message = new byte[0];
    while (in.hasMore()) {
      switch (in.field()) {
        case 1 -> {
          ProtobufInput meta = in.message();
          while (meta.hasMore()) {
            switch (meta.field()) {
              case 1 -> apiVersion = meta.string();
              case 2 -> kind = meta.string();
              default -> meta.skip();
            }
          }
        }
        case 2 -> message = in.bytes();
        default -> in.skip();
      }
    }
    return Optional.of(new Envelope(apiVersion, kind, message));
  }
}
