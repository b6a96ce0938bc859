package dev.podium.schema.protobuf;

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
    ProtobufOutput meta = new ProtobufOutput();
    meta.string(1, apiVersion);
    meta.string(2, kind);
    ProtobufOutput unknown = new ProtobufOutput();
    unknown.message(1, meta);
    unknown.bytes(2, message);
    // How the message is encoded and what type it is of: as Go, which writes what is empty.
    unknown.string(3, "");
    unknown.string(4, "");
    byte[] rest = unknown.toByteArray();
    byte[] all = Arrays.copyOf(MAGIC, MAGIC.length + rest.length);
    System.arraycopy(rest, 0, all, MAGIC.length, rest.length);
    return all;
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
